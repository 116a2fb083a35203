import type { DurableMap } from "./journal.ts";

/** What the identity provider keeps: a payload with the time of its end, in seconds since 1970. */
export interface IdentityItem {
  readonly payload: Record<string, unknown>;
  readonly expires?: number;
}

/**
 * Storage of the identity provider in a durable map: sessions, grants and refresh tokens survive a restart.
 * The provider makes one instance per kind of thing ("Session", "RefreshToken", …).
 */
export class IdentityAdapter {
  readonly #kind: string;
  readonly #items: DurableMap<IdentityItem>;

  constructor(kind: string, items: DurableMap<IdentityItem>) {
    this.#kind = kind;
    this.#items = items;
  }

  upsert(id: string, payload: Record<string, unknown>, expiresIn?: number): Promise<void> {
    const expires = expiresIn === undefined ? {} : { expires: seconds() + expiresIn };
    this.#items.write([[this.#key(id), { payload, ...expires }], ...this.#expired()]);
    return Promise.resolve();
  }

  find(id: string): Promise<Record<string, unknown> | undefined> {
    const item = this.#items.get(this.#key(id));
    return Promise.resolve(item && isAlive(item) ? { ...item.payload } : undefined);
  }

  findByUid(uid: string): Promise<Record<string, unknown> | undefined> {
    return Promise.resolve(this.#first("uid", uid));
  }

  findByUserCode(userCode: string): Promise<Record<string, unknown> | undefined> {
    return Promise.resolve(this.#first("userCode", userCode));
  }

  consume(id: string): Promise<void> {
    const item = this.#items.get(this.#key(id));
    if (item) {
      const payload = { ...item.payload, consumed: seconds() };
      this.#items.write([[this.#key(id), { ...item, payload }]]);
    }
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.#items.write([[this.#key(id)]]);
    return Promise.resolve();
  }

  /** Ends everything that was granted together, of every kind. */
  revokeByGrantId(grantId: string): Promise<void> {
    const gone = [...this.#items.entries].filter(([, item]) => item.payload["grantId"] === grantId);
    this.#items.write(gone.map(([key]) => [key] as const));
    return Promise.resolve();
  }

  #key(id: string): string {
    return `${this.#kind}/${id}`;
  }

  #first(name: string, value: string): Record<string, unknown> | undefined {
    for (const [key, item] of this.#items.entries) {
      if (key.startsWith(`${this.#kind}/`) && item.payload[name] === value && isAlive(item))
        return { ...item.payload };
    }
    return undefined;
  }

  /** A few ended items per write: the map stays as small as what lives. */
  #expired(): (readonly [string])[] {
    const found: (readonly [string])[] = [];
    for (const [key, item] of this.#items.entries) {
      if (!isAlive(item)) found.push([key]);
      if (found.length === 20) break;
    }
    return found;
  }
}

function isAlive(item: IdentityItem): boolean {
  return item.expires === undefined || item.expires > seconds();
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
