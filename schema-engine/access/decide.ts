import type { Capability, ObjectPermission, RoleDefinition } from "../contract/metadata/role.ts";
import type { ObjectModel, StoredRecord, WorkspaceModel } from "../contract/model.ts";
import { isSystemField } from "../contract/system-fields.ts";
import { readsInputs, readsMasters, type StatedAccess } from "./derived-access.ts";
import { narrowest, widest, type FieldLevel } from "./levels.ts";

/** Which records of an object are within reach. `owners` is pushed into query plans as an equality on the owner. */
export type RecordScope =
  { readonly kind: "all" } | { readonly kind: "owners"; readonly owners: ReadonlySet<string> };

/** What a caller may do with the records of one object; everything not granted is denied. */
export interface ObjectAccess {
  readonly object: string;
  readonly create: boolean;
  /** False: for this caller the object does not exist; then all the others are false too. */
  readonly read: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  /** The widest scope as a role names it. */
  readonly scopeName: ScopeName;
  readonly scope: RecordScope;
  /** By API name of a field or system property; `none` for a name the object does not have. */
  field(name: string): FieldLevel;
  /** Whether the clear value of a sealed field may be revealed, by API name; never without a role that says so. */
  reveals(name: string): boolean;
  /** Whether the record is within reach; reading is implied. */
  seesRecord(record: Pick<StoredRecord, "owner">): boolean;
}

export type ScopeName = "own" | "team" | "all";

/** The person an access is worked out for. */
export interface AccessUser {
  readonly id: string;
  /** API names of roles; unknown ones grant nothing. */
  readonly roles: readonly string[];
}

/** All that a caller may do, worked out once per request from the roles of the published metadata. */
export interface Access {
  readonly userId: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** The role definitions behind it, for explanations. */
  readonly roles: readonly RoleDefinition[];
  /** By object API name; use `objectAccess`. */
  readonly object: (name: string) => ObjectAccess;
}

/**
 * The union of the user's roles: what any of them grants is granted, per object the widest scope and per field the widest
 * level, counting only roles that may read the object. `teammates` are user ids of the same team.
 */
export function accessOf(request: {
  readonly model: WorkspaceModel;
  readonly user: AccessUser;
  readonly teammates: readonly string[];
}): Access {
  const { model, user, teammates } = request;
  const roles = rolesOf(model, user);
  const known = new Map<string, ObjectAccess>();
  const owners = {
    own: new Set([user.id]),
    team: new Set([user.id, ...teammates]),
  };
  const grounds = { name: "", roles, owners };
  const statedBefore = new Map<string, ObjectAccess>();
  const statedFor = (name: string): ObjectAccess => {
    const made = statedBefore.get(name) ?? decided(model.objects.get(name), { ...grounds, name });
    statedBefore.set(name, made);
    return made;
  };
  const stated: StatedAccess = {
    reads: (name) => statedFor(name).read,
    readsField: (name, field) => statedFor(name).read && statedFor(name).field(field) !== "none",
  };
  return {
    userId: user.id,
    capabilities: new Set(roles.flatMap((role) => role.capabilities ?? [])),
    roles,
    object(name) {
      const before = known.get(name);
      if (before) return before;
      const own = statedFor(name);
      const made = readsMasters(model, name, stated)
        ? withInputs(model, own, stated)
        : decided(undefined, { ...grounds, name });
      known.set(name, made);
      return made;
    },
  };
}

/** Nobody reads a computed field who may not read what it is made of, and nobody writes one. */
function withInputs(model: WorkspaceModel, own: ObjectAccess, stated: StatedAccess): ObjectAccess {
  const object = model.objects.get(own.object);
  const computed = (object?.fields ?? []).filter(
    (one) => one.type.computed && one.type.computed.source !== "sequence",
  );
  const levels = new Map(
    computed.map(({ apiName }) => {
      const isOpen = readsInputs(model, { object: own.object, field: apiName }, stated);
      return [apiName, isOpen ? narrowest(own.field(apiName), "read") : ("none" as const)];
    }),
  );
  return levels.size === 0 ? own : { ...own, field: (name) => levels.get(name) ?? own.field(name) };
}

/** Whether the caller's scope anywhere depends on the team, so that teammates must be loaded. */
export function needsTeammates(model: WorkspaceModel, user: AccessUser): boolean {
  return rolesOf(model, user).some((role) =>
    Object.values(role.objects).some((permission) => permission.scope === "team"),
  );
}

/** What the caller may do with one object. */
export function objectAccess(access: Access, object: string): ObjectAccess {
  return access.object(object);
}

/** Full access, for work the platform does in its own name (automation, imports of an admin, index builds). */
export const systemAccess: Access = {
  userId: "",
  capabilities: new Set(),
  roles: [],
  object: (name) => ({
    object: name,
    create: true,
    read: true,
    update: true,
    delete: true,
    scopeName: "all",
    scope: { kind: "all" },
    field: () => "write",
    reveals: () => false,
    seesRecord: () => true,
  }),
};

/** The permission a role states about an object: the one named, else the one under `*`, else none. */
export function permissionOf(role: RoleDefinition, object: string): ObjectPermission | undefined {
  return Object.hasOwn(role.objects, object) ? role.objects[object] : role.objects["*"];
}

/** Level a permission states for a field, before what the object as a whole allows. */
export function statedLevel(permission: ObjectPermission, field: string): FieldLevel {
  const stated = statedWord(permission, field);
  return stated === "reveal" ? "write" : stated;
}

function statedWord(permission: ObjectPermission, field: string): FieldLevel | "reveal" {
  const fields = permission.fields ?? {};
  if (Object.hasOwn(fields, field)) return fields[field] ?? "none";
  return fields["*"] ?? "write";
}

function rolesOf(model: WorkspaceModel, user: AccessUser): readonly RoleDefinition[] {
  return [...new Set(user.roles)].flatMap((name) => model.roles.get(name) ?? []);
}

interface Grounds {
  readonly name: string;
  readonly roles: readonly RoleDefinition[];
  readonly owners: Readonly<Record<"own" | "team", ReadonlySet<string>>>;
}

function decided(object: ObjectModel | undefined, { name, roles, owners }: Grounds): ObjectAccess {
  const granting = object
    ? roles.map((role) => permissionOf(role, name)).filter((one) => one?.read === true)
    : [];
  const permissions = granting.filter((one) => one !== undefined);
  const allows = (verb: "create" | "read" | "update" | "delete") =>
    permissions.some((one) => one[verb] === true);
  const scopeName = widestScope(permissions);
  const scope: RecordScope =
    scopeName === "all" ? { kind: "all" } : { kind: "owners", owners: owners[scopeName] };
  const read = permissions.length > 0;
  const levels = new Map<string, FieldLevel>();
  const writes = allows("create") || allows("update");
  return {
    object: name,
    create: allows("create"),
    read,
    update: allows("update"),
    delete: allows("delete"),
    scopeName,
    scope,
    field(field) {
      const known = levels.get(field);
      if (known) return known;
      const level = fieldLevel(object, permissions, field);
      const made = writes ? level : narrowest(level, "read");
      levels.set(field, made);
      return made;
    },
    reveals: (field) =>
      object?.byName.has(field) === true && permissions.some((one) => statedWord(one, field) === "reveal"),
    seesRecord: (record) => read && (scope.kind === "all" || scope.owners.has(record.owner)),
  };
}

function fieldLevel(
  object: ObjectModel | undefined,
  permissions: readonly ObjectPermission[],
  field: string,
): FieldLevel {
  if (permissions.length === 0) return "none";
  if (isSystemField(field)) return field === "owner" ? "write" : "read";
  if (!object?.byName.has(field)) return "none";
  return permissions
    .map((permission) => {
      const level = statedLevel(permission, field);
      return permission.create === true || permission.update === true ? level : narrowest(level, "read");
    })
    .reduce(widest, "none");
}

function widestScope(permissions: readonly ObjectPermission[]): ScopeName {
  const names = permissions.map((one) => one.scope ?? "own");
  if (names.includes("all")) return "all";
  return names.includes("team") ? "team" : "own";
}
