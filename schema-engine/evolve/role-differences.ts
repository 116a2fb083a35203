import type { RoleDefinition } from "../contract/metadata/role.ts";

/** One right that a role's holders gain or lose. */
export interface RightDifference {
  /** API name of the object, `*` for every object not named; empty: a capability. */
  readonly object: string;
  /** `create`, `read`, `update`, `delete`, `scope`, `field` or `capability`. */
  readonly right: string;
  /** The field, `*` for the rest, or the capability; empty: the right says all. */
  readonly name: string;
  /** `yes` and `no`, a scope, or a field level. */
  readonly before: string;
  readonly after: string;
}

type Permission = RoleDefinition["objects"][string];

const rights = ["create", "read", "update", "delete"] as const;
const none: Permission = {};

/** What the holders of a role may do from now on and could not before, or the other way round; absent: no such role. */
export function roleDifferences(
  before: RoleDefinition | null,
  after: RoleDefinition | null,
): readonly RightDifference[] {
  const [old, next] = [before?.objects ?? {}, after?.objects ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
  return [
    ...capabilityDifferences(before?.capabilities ?? [], after?.capabilities ?? []),
    // An object named on one side only is, on the other, one of the rest.
    ...names.flatMap((name) => objectDifferences(name, rightOf(old, name), rightOf(next, name))),
  ];
}

function rightOf(objects: RoleDefinition["objects"], name: string): Permission {
  return objects[name] ?? objects["*"] ?? none;
}

function capabilityDifferences(
  before: readonly string[],
  after: readonly string[],
): readonly RightDifference[] {
  const yes = (list: readonly string[], name: string): string => (list.includes(name) ? "yes" : "no");
  return [...new Set([...before, ...after])]
    .map((name) => ({
      ...{ object: "", right: "capability", name },
      ...{ before: yes(before, name), after: yes(after, name) },
    }))
    .filter((one) => one.before !== one.after);
}

function objectDifferences(object: string, old: Permission, next: Permission): readonly RightDifference[] {
  const flags = rights.map((right) => ({
    ...{ object, right, name: "" },
    ...{ before: old[right] ? "yes" : "no", after: next[right] ? "yes" : "no" },
  }));
  const scope = {
    ...{ object, right: "scope", name: "" },
    ...{ before: old.scope ?? "own", after: next.scope ?? "own" },
  };
  const fields = [...new Set([...Object.keys(old.fields ?? {}), ...Object.keys(next.fields ?? {})])].sort();
  const levels = fields.map((name) => ({
    ...{ object, right: "field", name },
    ...{ before: levelOf(old, name), after: levelOf(next, name) },
  }));
  return [...flags, scope, ...levels].filter((one) => one.before !== one.after);
}

function levelOf({ fields }: Permission, name: string): string {
  return fields?.[name] ?? fields?.["*"] ?? "write";
}
