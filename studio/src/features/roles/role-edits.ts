import type { ObjectPermission, RoleDefinition } from "#engine";

export const actions = ["read", "create", "update", "delete"] as const;
export type Action = (typeof actions)[number];
export type Level = "none" | "read" | "write" | "reveal";

/** What a role grants on an object; `*` stands for objects it does not name. */
export function permissionOf(role: RoleDefinition, object: string): ObjectPermission {
  return role.objects[object] ?? role.objects["*"] ?? {};
}

/** The role with part of one object's permission changed; an object named for the first time starts from `*`. */
export function withPermission(
  role: RoleDefinition,
  object: string,
  part: Partial<ObjectPermission>,
): RoleDefinition {
  return { ...role, objects: { ...role.objects, [object]: { ...permissionOf(role, object), ...part } } };
}

/** Level of a field; what no rule names is writable. */
export function levelOf(permission: ObjectPermission, field: string): Level {
  return permission.fields?.[field] ?? permission.fields?.["*"] ?? "write";
}

/** The permission with one field's level set; a level equal to what holds anyway leaves no exception. */
export function withLevel(permission: ObjectPermission, field: string, level: Level): ObjectPermission {
  const others = Object.fromEntries(
    Object.entries(permission.fields ?? {}).filter(([name]) => name !== field),
  );
  const rest: ObjectPermission = { ...permission, fields: others };
  const fields = levelOf(rest, field) === level ? others : { ...others, [field]: level };
  if (Object.keys(fields).length > 0) return { ...permission, fields };
  const { fields: _none, ...plain } = permission;
  return plain;
}
