/** A key by which a program uses the API; its secret is shown once and never kept. */
export interface ApiKey {
  /** 4–12 lower-case letters and digits. */
  readonly id: string;
  readonly name: string;
  /** API names of the roles it acts with. */
  readonly roles: readonly string[];
  /** Keyed hash of the secret (`Signer`, purpose `api-key`). */
  readonly hash: string;
  readonly createdAt: string;
  readonly createdBy: string;
  /** RFC 3339; null: until it is revoked. */
  readonly expiresAt: string | null;
}

export interface ApiKeyStore {
  /** Strongly consistent. */
  get(workspace: string, id: string): Promise<ApiKey | null>;
  /** Newest first. */
  list(workspace: string): Promise<readonly ApiKey[]>;
  /** False when the id is taken. */
  create(workspace: string, key: ApiKey): Promise<boolean>;
  /** False when there is none. */
  remove(workspace: string, id: string): Promise<boolean>;
}
