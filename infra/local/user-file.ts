import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import type { DemoUser } from "./demo-users.ts";
import { readIfThere, writePrivate } from "./private-file.ts";

/** A person who may sign in. */
export interface IdentityUser extends DemoUser {
  /** `scrypt:<salt>:<hash>`, both base64url. */
  readonly password: string;
}

export interface IdentityUsers {
  byEmail(email: string): IdentityUser | undefined;
  byId(id: string): IdentityUser | undefined;
  /** The user whose password this is; `locked` after too many wrong tries for this address within 15 minutes. */
  signIn(email: string, password: string): Promise<IdentityUser | "wrong" | "locked">;
  /** Password of the demo users when they were made by this call to `openUsers`, else undefined. */
  readonly newPassword: string | undefined;
}

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;
const HASH_BYTES = 32;
const TRIES = 8;
const WINDOW = 15 * 60_000;

/** Users of a data folder's `identity/users.json`, made with one random password when there is none; ":memory:" keeps nothing. */
export async function openUsers(dataDir: string, seed: readonly DemoUser[]): Promise<IdentityUsers> {
  const known = dataDir === ":memory:" ? undefined : readUsers(dataDir);
  const newPassword = known ? undefined : randomBytes(9).toString("base64url");
  const users = known ?? (await withPassword(seed, newPassword ?? ""));
  if (!known && dataDir !== ":memory:") writePrivate(usersFile(dataDir), JSON.stringify(users, null, 2));
  const limited = tries();
  const byEmail = (email: string) => users.find((user) => user.email === email.trim().toLowerCase());
  return {
    newPassword,
    byEmail,
    byId: (id) => users.find((user) => user.id === id),
    signIn: async (email, password) => {
      const address = email.trim().toLowerCase().slice(0, 320);
      if (!limited.allows(address)) return "locked";
      const user = byEmail(address);
      const right = await matches(user?.password ?? NOBODY, password);
      if (user && right) return user;
      limited.count(address);
      return "wrong";
    },
  };
}

/** Users of a data folder, or undefined when no server ever ran there. */
export function readUsers(dataDir: string): readonly IdentityUser[] | undefined {
  const text = readIfThere(usersFile(dataDir));
  return text === undefined ? undefined : (JSON.parse(text) as IdentityUser[]);
}

/** Hashed like a real one, so that an unknown address takes as long as a wrong password. */
const NOBODY = `scrypt:${"A".repeat(22)}:${"A".repeat(43)}`;

function usersFile(dataDir: string): string {
  return join(dataDir, "identity", "users.json");
}

async function withPassword(seed: readonly DemoUser[], password: string): Promise<IdentityUser[]> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, HASH_BYTES);
  const kept = `scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`;
  return seed.map((user) => ({ ...user, password: kept }));
}

async function matches(kept: string, password: string): Promise<boolean> {
  const [, salt = "", hash = ""] = kept.split(":");
  const expected = Buffer.from(hash, "base64url");
  const actual = await derive(password.slice(0, 1024), Buffer.from(salt, "base64url"), HASH_BYTES);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Wrong tries per address; the list of addresses is bounded, the oldest is forgotten first. */
function tries() {
  const wrong = new Map<string, { count: number; since: number }>();
  const current = (address: string) => {
    const entry = wrong.get(address);
    return entry && Date.now() - entry.since < WINDOW ? entry : undefined;
  };
  return {
    allows: (address: string): boolean => (current(address)?.count ?? 0) < TRIES,
    count: (address: string): void => {
      const entry = current(address) ?? { count: 0, since: Date.now() };
      wrong.set(address, { ...entry, count: entry.count + 1 });
      if (wrong.size > 1000) wrong.delete(wrong.keys().next().value ?? "");
    },
  };
}
