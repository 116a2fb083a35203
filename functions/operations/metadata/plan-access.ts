import {
  roleDifferences,
  type LocalizedText,
  type MetadataDocument,
  type RightDifference,
  type RoleDefinition,
} from "#engine";
import type { UserStore } from "../../ports/user-store.ts";

/** What the people who hold a role gain and lose by publishing. */
export interface AccessChange {
  /** API name of the role as it is published; as it will be when it is new. */
  readonly role: string;
  readonly label: LocalizedText;
  /** Active people who hold it now. */
  readonly people: number;
  /** Names of the first few. */
  readonly names: readonly string[];
  readonly differences: readonly RightDifference[];
}

const MOST_NAMES = 10;

/** Every role whose rights change, with who holds it; people are looked up only when there is one. */
export async function planAccess(
  users: Pick<UserStore, "list">,
  workspace: string,
  {
    before,
    after,
  }: { readonly before: readonly MetadataDocument[]; readonly after: readonly MetadataDocument[] },
): Promise<readonly AccessChange[]> {
  const [old, next] = [rolesById(before), rolesById(after)];
  const changed = [...new Set([...old.keys(), ...next.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id) ?? null, next.get(id) ?? null];
    const role = was ?? is;
    const differences = roleDifferences(was, is);
    return role && differences.length > 0 ? [{ role, differences }] : [];
  });
  if (changed.length === 0) return [];
  const people = (await users.list(workspace)).filter((one) => one.active);
  return changed.map(({ role, differences }) => {
    const holders = people.filter((one) => one.roles.includes(role.apiName));
    const names = holders.slice(0, MOST_NAMES).map((one) => one.name);
    return { role: role.apiName, label: role.label, people: holders.length, names, differences };
  });
}

function rolesById(documents: readonly MetadataDocument[]): ReadonlyMap<string, RoleDefinition> {
  const roles = documents.filter((one) => one.kind === "role");
  return new Map(roles.map((one) => [one.id, one.body as RoleDefinition]));
}
