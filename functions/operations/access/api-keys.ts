import { failure, invalid, success, type Problem, type Result } from "#engine";
import type { ApiKey, ApiKeyStore } from "../../ports/api-key-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Signer } from "../../ports/signer.ts";
import type { User } from "../../ports/user-store.ts";
import type { Caller } from "./caller.ts";

export interface ApiKeyPorts {
  readonly apiKeyStore: ApiKeyStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly signer: Signer;
}

/** A key as it is listed: without anything that would let somebody use it. */
export type ListedApiKey = Omit<ApiKey, "hash">;

const LONGEST_NAME = 80;
const MOST_KEYS = 100;
const TRIES = 5;
/** Who acts with a key is this prefix and the key's id; no person's id has a colon. */
const ACTOR_PREFIX = "key:";
const TOKEN = /^tsk_([a-z0-9]{2,16})_([a-z0-9]{1,12})_([A-Za-z0-9_-]{32})$/;

/** Makes a key; the token in the answer is the only time that its secret is seen. */
export async function createApiKey(
  ports: ApiKeyPorts,
  caller: Caller,
  given: { readonly name: string; readonly roles: readonly string[]; readonly expiresAt: string | null },
): Promise<Result<ListedApiKey & { readonly token: string }>> {
  const problems = keyProblems(ports, caller, given);
  if (problems.length > 0) return failure(...problems);
  const { apiKeyStore, clock, ids } = ports;
  const known = await apiKeyStore.list(caller.workspace);
  if (known.length >= MOST_KEYS) return failure(tooMany);
  const secret = ids.secret();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const id = ids.element();
    const hash = hashOf(ports.signer, { workspace: caller.workspace, id, secret });
    const key: ApiKey = {
      id,
      name: given.name.trim(),
      roles: given.roles,
      hash,
      createdAt: clock.now().toISOString(),
      createdBy: caller.user.id,
      expiresAt: given.expiresAt,
    };
    if (await apiKeyStore.create(caller.workspace, key))
      return success({ ...listed(key), token: `tsk_${caller.workspace}_${id}_${secret}` });
  }
  throw new Error("every id of a new API key was taken");
}

export async function listApiKeys(ports: ApiKeyPorts, caller: Caller): Promise<readonly ListedApiKey[]> {
  return (await ports.apiKeyStore.list(caller.workspace)).map(listed);
}

/** The user that a key stands for; null when there is none (any more), or it has expired. */
export async function userOfKey(
  ports: Pick<ApiKeyPorts, "apiKeyStore" | "clock">,
  workspace: string,
  actorId: string,
): Promise<User | null> {
  const key = await ports.apiKeyStore.get(workspace, actorId.slice(ACTOR_PREFIX.length));
  if (!key || (key.expiresAt !== null && key.expiresAt <= ports.clock.now().toISOString())) return null;
  return {
    id: actorId,
    email: "",
    name: key.name,
    locale: "en",
    timeZone: "UTC",
    roles: key.roles,
    team: null,
    active: true,
  };
}

/** Whether an actor's id stands for a key. */
export function isKeyActor(id: string): boolean {
  return id.startsWith(ACTOR_PREFIX);
}

/** Workspace and actor of a token whose secret is right; null otherwise. Expiry is looked at with the user. */
export async function actorOfToken(
  ports: Pick<ApiKeyPorts, "apiKeyStore" | "signer">,
  token: string,
): Promise<{ readonly workspace: string; readonly actorId: string } | null> {
  const [, workspace, id, secret] = TOKEN.exec(token) ?? [];
  if (workspace === undefined || id === undefined || secret === undefined) return null;
  const key = await ports.apiKeyStore.get(workspace, id);
  if (!key || !ports.signer.verify(PURPOSE, `${workspace}/${id}/${secret}`, key.hash)) return null;
  return { workspace, actorId: ACTOR_PREFIX + id };
}

const PURPOSE = "api-key";

function hashOf(
  signer: Signer,
  { workspace, id, secret }: Record<"workspace" | "id" | "secret", string>,
): string {
  return signer.sign(PURPOSE, `${workspace}/${id}/${secret}`);
}

function listed({ id, name, roles, createdAt, createdBy, expiresAt }: ApiKey): ListedApiKey {
  return { id, name, roles, createdAt, createdBy, expiresAt };
}

/** A key may have no role that its maker lacks, so that nobody gains anything by making one. */
function keyProblems(
  { clock }: ApiKeyPorts,
  caller: Caller,
  {
    name,
    roles,
    expiresAt,
  }: { readonly name: string; readonly roles: readonly string[]; readonly expiresAt: string | null },
): readonly Problem[] {
  const own = new Set(caller.user.roles);
  const foreign = roles.flatMap((role, at) =>
    own.has(role) || (own.has("admin") && caller.model.roles.has(role)) ? [] : [foreignRole(role, at)],
  );
  const isNamed = name.trim().length > 0 && name.length <= LONGEST_NAME;
  const isFuture = expiresAt === null || expiresAt > clock.now().toISOString();
  return [
    ...(isNamed ? [] : [badName]),
    ...(roles.length > 0 ? [] : [noRole]),
    ...foreign,
    ...(isFuture ? [] : [past]),
  ];
}

const badName = invalid("/name", "bad_name", {
  "zh-CN": `请填写名称，最多 ${LONGEST_NAME} 个字符。`,
  en: `Give a name of at most ${LONGEST_NAME} characters.`,
});
const noRole = invalid("/roles", "required", {
  "zh-CN": "请至少选择一个角色。",
  en: "Choose at least one role.",
});
const past = invalid("/expiresAt", "in_the_past", {
  "zh-CN": "到期时间须在将来。",
  en: "The key must expire in the future.",
});
const tooMany = invalid("", "limit", {
  "zh-CN": `一个工作区最多 ${MOST_KEYS} 个密钥。`,
  en: `A workspace has at most ${MOST_KEYS} keys.`,
});

function foreignRole(role: string, at: number): Problem {
  return invalid(`/roles/${at}`, "foreign_role", {
    "zh-CN": `不能给密钥您自己没有的角色“${role.slice(0, 80)}”。`,
    en: `A key cannot have the role “${role.slice(0, 80)}”, which you do not have.`,
  });
}
