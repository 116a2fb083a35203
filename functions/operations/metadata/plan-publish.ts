import {
  checkWorkspace,
  choicesOf,
  compareMetadata,
  compileWorkspace,
  dependentsOf,
  failure,
  referencesOf,
  success,
  type ChangeClass,
  type Dependent,
  type MetadataChange,
  type MetadataDocument,
  type Problem,
  type Result,
  type WorkspaceModel,
} from "#engine";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import { countAffected } from "./count-affected.ts";
import { loadCandidate, type Candidate } from "./load-candidate.ts";

/** What publishing would do (http-api.md, `POST /metadata/plan`). */
export interface PublishPlan {
  /** Names this plan; publishing with it is refused when the draft or the data moved since. */
  readonly id: string;
  readonly baseVersion: number;
  readonly changes: readonly PlannedChange[];
  /** Reasons why it cannot be published as it is; empty when it can. */
  readonly refused: readonly Problem[];
}

export interface PlannedChange extends Omit<MetadataChange, "whenAffected" | "impact" | "element"> {
  readonly class: ChangeClass;
  /** Number of records; counted up to a limit, then `affectedIsMinimum` is true. */
  readonly affected: number;
  readonly affectedIsMinimum: boolean;
  /** Up to five of them. */
  readonly samples: readonly { readonly id: string; readonly name: string }[];
  readonly usedBy: readonly Dependent[];
}

export interface PlanPorts {
  readonly metadataStore: MetadataStore;
  readonly recordStore: RecordStore;
  readonly signer: Signer;
}

export interface PlannedPublish {
  readonly candidate: Candidate;
  readonly plan: PublishPlan;
}

/** Plans the draft; with `instead`, plans these documents in place of it (roll back, import). */
export async function planPublish(
  ports: PlanPorts,
  workspace: string,
  instead?: readonly MetadataDocument[],
): Promise<Result<PlannedPublish>> {
  const loaded = await loadCandidate(ports.metadataStore, workspace);
  if (!loaded) return failure(noWorkspace);
  const candidate = instead ? { ...loaded, drafts: [], documents: instead } : loaded;
  const { pointer, published, documents, drafts } = candidate;
  const model = compileWorkspace({
    settings: pointer.settings,
    version: pointer.version,
    documents: published,
    indexes: pointer.indexes,
  });
  const changes = await Promise.all(
    compareMetadata(published, documents, choicesOf).map((one) =>
      plannedChange(ports, { model, candidate }, one),
    ),
  );
  const problems = checkWorkspace({ settings: pointer.settings, documents });
  const refused = [...problems, ...changes.filter((one) => one.class === "refused").map(refusedChange)];
  const seen = [
    pointer.version,
    pointer.revision,
    drafts.map((one) => [one.kind, one.apiName, one.revision]),
  ];
  const effects = changes.map((one) => [one.path, one.class, one.affected]);
  const id = ports.signer.sign("publish-plan", JSON.stringify([workspace, seen, effects]));
  return success({ candidate, plan: { id, baseVersion: pointer.version, changes, refused } });
}

async function plannedChange(
  ports: PlanPorts,
  context: { readonly model: WorkspaceModel; readonly candidate: Candidate },
  change: MetadataChange,
): Promise<PlannedChange> {
  const { whenAffected, impact, element, ...shown } = change;
  const object = impact ? context.model.objects.get(impact.object) : undefined;
  const affected =
    object && impact
      ? await countAffected(ports.recordStore, context.model, { object, filter: impact.filter })
      : none;
  const concerned = change.change === "removed" || change.change === "renamed" || whenAffected !== "safe";
  return {
    ...shown,
    class: affected.count > 0 ? whenAffected : "safe",
    affected: affected.count,
    affectedIsMinimum: affected.isMinimum,
    samples: affected.samples,
    usedBy: concerned ? dependentsOf(context.candidate.documents, referencesOf, element) : [],
  };
}

const none = { count: 0, isMinimum: false, samples: [] };

function refusedChange(change: PlannedChange): Problem {
  return {
    kind: "invalid",
    code: "change_needs_conversion",
    pointer: `/${change.kind}/${change.apiName}${change.path}`,
    message: {
      "zh-CN": `已有 ${change.affected} 条记录使用此字段，不能这样修改；请新建一个字段。`,
      en: `${change.affected} records use this field, so it cannot be changed like this; add a new field instead.`,
    },
  };
}

const noWorkspace: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "工作区不存在。", en: "The workspace does not exist." },
};
