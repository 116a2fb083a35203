import {
  checkWorkspace,
  compareMetadata,
  compileWorkspace,
  dependentsAmong,
  failure,
  success,
  type AutomaticEdit,
  type MetadataDocument,
  type Problem,
  type Result,
  type WorkspaceModel,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { UserStore } from "../../ports/user-store.ts";
import { loadCandidate } from "./load-candidate.ts";
import { planAccess, type AccessChange } from "./plan-access.ts";
import { planEffects, type PlannedChange } from "./plan-effects.ts";
import { refusals } from "./plan-refusals.ts";
import { prepareCandidate, type PreparedCandidate } from "./prepare-candidate.ts";

/** What publishing would do (http-api.md, `POST /metadata/plan`). */
export interface PublishPlan {
  /** Names this plan; publishing with it is refused when the draft or the data moved since. */
  readonly id: string;
  readonly baseVersion: number;
  readonly changes: readonly PlannedChange[];
  /** Mentions of renamed elements that follow by themselves. */
  readonly automatic: readonly AutomaticEdit[];
  /** Who gains or loses which rights. */
  readonly access: readonly AccessChange[];
  /** Reasons why it cannot be published as it is; empty when it can. */
  readonly refused: readonly Problem[];
}

export interface PlanPorts {
  readonly clock: Clock;
  readonly metadataStore: MetadataStore;
  readonly recordStore: RecordStore;
  readonly userStore: Pick<UserStore, "list">;
  readonly signer: Signer;
}

export interface PlannedPublish {
  readonly candidate: PreparedCandidate;
  readonly plan: PublishPlan;
  /** What is published, and the candidate with the indexes of now; compiled once for the plan and its publish. */
  readonly models: { readonly before: WorkspaceModel; readonly after: WorkspaceModel };
}

/** Plans the draft; with `instead`, plans these documents in place of it (roll back, import). */
export async function planPublish(
  ports: PlanPorts,
  workspace: string,
  instead?: readonly MetadataDocument[],
): Promise<Result<PlannedPublish>> {
  const loaded = await loadCandidate(ports.metadataStore, workspace);
  if (!loaded) return failure(noWorkspace);
  const now = ports.clock.now();
  const wanted = instead ? { ...loaded, drafts: [], documents: instead } : loaded;
  const candidate = prepareCandidate(wanted, now, instead !== undefined);
  const { pointer, published, documents, drafts, edits } = candidate;
  const problems = checkWorkspace({ settings: pointer.settings, documents });
  const { settings, version, indexes } = pointer;
  const dependents = dependentsAmong(published, documents);
  const models = {
    before: compileWorkspace({ settings, version, documents: published, indexes }),
    after: compileWorkspace({ settings, version, documents, indexes }),
  };
  const changes = await planEffects(ports.recordStore, {
    ...models,
    changes: compareMetadata(published, documents),
    dependents,
    now: now.toISOString(),
  });
  const refused = refusals({ changes, problems, builds: pointer.builds ?? {}, documents });
  const seen = [version, drafts.map((one) => [one.kind, one.apiName, one.revision])];
  const effects = changes.map((one) => [one.path, one.class, one.affected, one.concerned]);
  const id = ports.signer.sign("publish-plan", JSON.stringify([workspace, seen, effects, edits]));
  const access = await planAccess(ports.userStore, workspace, { before: published, after: documents });
  const plan = { id, baseVersion: version, changes, automatic: edits, access, refused };
  return success({ candidate, plan, models });
}

const noWorkspace: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "工作区不存在。", en: "The workspace does not exist." },
};
