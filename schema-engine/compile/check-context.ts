import type { WorkspaceModel } from "../contract/model.ts";
import type { Registries } from "./registries.ts";

/** All that a check of one document may look at. */
export interface CheckContext {
  readonly model: WorkspaceModel;
  readonly registries: Registries;
}
