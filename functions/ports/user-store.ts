/** A person of a workspace. Identity (password, MFA) is the identity provider's; what they may do is ours. */
export interface User {
  /** Stable id, equal to the token's `sub`. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: "zh-CN" | "en";
  /** IANA zone. */
  readonly timeZone: string;
  /** API names of roles. */
  readonly roles: readonly string[];
  /** Team id; records of people in the same team are in scope `team`. */
  readonly team: string | null;
  readonly active: boolean;
}

export interface UserStore {
  get(workspace: string, id: string): Promise<User | null>;
  /** All people of a workspace, by name; a workspace has at most some thousands. */
  list(workspace: string): Promise<readonly User[]>;
  put(workspace: string, user: User): Promise<void>;
}
