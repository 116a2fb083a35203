import type { Access, WorkspaceModel } from "#engine";
import type { User } from "../../ports/user-store.ts";

/** Who asks, and what they may do; made once per request. */
export interface Caller {
  readonly workspace: string;
  readonly user: User;
  readonly model: WorkspaceModel;
  readonly access: Access;
  /** People of the workspace by id, read at most once per request. */
  readonly people: () => Promise<ReadonlyMap<string, User>>;
}
