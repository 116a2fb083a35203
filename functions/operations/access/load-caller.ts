import { accessOf, needsTeammates, type Access, type WorkspaceModel } from "#engine";
import type { ApiKeyStore } from "../../ports/api-key-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Signer } from "../../ports/signer.ts";
import type { User, UserStore } from "../../ports/user-store.ts";
import type { ModelSource } from "../metadata/load-model.ts";
import { actorOfToken, isKeyActor, userOfKey } from "./api-keys.ts";
import type { Caller } from "./caller.ts";

/** How old what is known about a person may be before it is read again, milliseconds (reliability.md A07: at most 5 s). */
export const USER_MAX_AGE_MS = 5_000;
/** Entries kept before the oldest are dropped. */
const MOST_ENTRIES = 5_000;

export interface CallerSource {
  /** Null when the workspace or the person does not exist, or the person is not active. */
  caller(workspace: string, userId: string): Promise<Caller | null>;
  /** The caller behind an API key's token; null when it is not (any more) one. */
  ofToken(token: string): Promise<Caller | null>;
  /** Forgets what is known about the people of a workspace. */
  invalidate(workspace: string): void;
}

/** Finds out who asks and what they may do, from memory where that is at most five seconds old. */
export function createCallerSource(ports: {
  readonly userStore: UserStore;
  readonly apiKeyStore: ApiKeyStore;
  readonly models: ModelSource;
  readonly clock: Clock;
  readonly signer: Signer;
}): CallerSource {
  const users = timedCache<User | null>(ports.clock);
  const people = timedCache<ReadonlyMap<string, User>>(ports.clock);
  const accesses = new WeakMap<User, { model: WorkspaceModel; team: unknown; access: Access }>();

  const peopleOf = (workspace: string) =>
    people.get(workspace, async () => {
      const list = await ports.userStore.list(workspace);
      return new Map(list.map((one) => [one.id, one]));
    });

  async function accessFor(workspace: string, user: User, model: WorkspaceModel): Promise<Access> {
    const team = needsTeammates(model, user) ? await peopleOf(workspace) : null;
    const known = accesses.get(user);
    if (known?.model === model && known.team === team) return known.access;
    const access = accessOf({ model, user, teammates: teammatesOf(user, team) });
    accesses.set(user, { model, team, access });
    return access;
  }

  const tokens = timedCache<Awaited<ReturnType<typeof actorOfToken>>>(ports.clock);
  const source: CallerSource = {
    async caller(workspace, userId) {
      const [user, model] = await Promise.all([
        users.get(`${workspace}\n${userId}`, () => loadUser(ports, workspace, userId)),
        ports.models.current(workspace),
      ]);
      if (!user?.active || !model) return null;
      const access = await accessFor(workspace, user, model);
      return { workspace, user, model, access, people: () => peopleOf(workspace) };
    },
    async ofToken(token) {
      const actor = await tokens.get(token, () => actorOfToken(ports, token));
      return actor && source.caller(actor.workspace, actor.actorId);
    },
    invalidate(workspace) {
      tokens.forget(`tsk_${workspace}_`);
      users.forget(`${workspace}\n`);
      people.forget(workspace);
    },
  };
  return source;
}

/** A person, or the user that an API key stands for. */
function loadUser(
  ports: { readonly userStore: UserStore; readonly apiKeyStore: ApiKeyStore; readonly clock: Clock },
  workspace: string,
  id: string,
): Promise<User | null> {
  return isKeyActor(id) ? userOfKey(ports, workspace, id) : ports.userStore.get(workspace, id);
}

function teammatesOf(user: User, people: ReadonlyMap<string, User> | null): readonly string[] {
  if (!people || user.team === null) return [];
  return [...people.values()].filter((one) => one.team === user.team).map((one) => one.id);
}

interface TimedCache<Value> {
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  /** Forgets every key that starts with the prefix. */
  forget(prefix: string): void;
}

function timedCache<Value>(clock: Clock): TimedCache<Value> {
  const entries = new Map<string, { readonly at: number; readonly value: Promise<Value> }>();
  return {
    get(key, load) {
      const now = clock.now().getTime();
      const known = entries.get(key);
      if (known && now >= known.at && now - known.at < USER_MAX_AGE_MS) return known.value;
      const value = load();
      entries.delete(key);
      entries.set(key, { at: now, value });
      value.catch(() => entries.delete(key));
      const oldest = entries.keys().next();
      if (entries.size > MOST_ENTRIES && !oldest.done) entries.delete(oldest.value);
      return value;
    },
    forget(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}
