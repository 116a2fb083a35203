import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { JourneyDefinition } from "../contract/metadata/journey.ts";
import type { ObjectDefinition } from "../contract/metadata/object.ts";
import type { PipelineDefinition } from "../contract/metadata/pipeline.ts";
import type { DuplicateRuleDefinition } from "../contract/metadata/duplicate-rule.ts";
import type { RoleDefinition } from "../contract/metadata/role.ts";
import type { RuleDefinition } from "../contract/metadata/rule.ts";
import type { TemplateDefinition } from "../contract/metadata/template.ts";
import type { AppDefinition } from "../contract/metadata/app.ts";
import type { LayoutDefinition } from "../contract/metadata/layout.ts";
import type { OptionSetDefinition } from "../contract/metadata/option-set.ts";
import type { ViewDefinition } from "../contract/metadata/view.ts";
import type { WorkflowDefinition } from "../contract/metadata/workflow.ts";
import type { IndexDefinition, WorkspaceModel, WorkspaceSettings } from "../contract/model.ts";
import { addFormulas } from "./formulas.ts";
import { objectModel } from "./object-model.ts";
import { waysAmong } from "./ways.ts";
import type { Registries } from "./registries.ts";

/** Published metadata as it is kept. */
export interface PublishedMetadata {
  readonly settings: WorkspaceSettings;
  /** 0 before the first publish. */
  readonly version: number;
  readonly documents: readonly MetadataDocument[];
  /** Object id → its indexes. */
  readonly indexes: Readonly<Record<string, readonly IndexDefinition[]>>;
  /** Claims of values that records of before may lack: their job has not ended well. Absent: none. */
  readonly unproven?: readonly { readonly objectId: string; readonly claim: string }[];
  /** Ids of objects whose counters are being counted again. Absent: none. */
  readonly recounted?: readonly string[];
}

/**
 * Compiles published metadata into the model that every decision reads; throws only on a bug. Done once per version
 * (some milliseconds per object, mostly its expressions).
 */
export function compileModel(
  published: PublishedMetadata,
  registries: Pick<Registries, "fieldType">,
): WorkspaceModel {
  const { settings, version, documents, indexes, unproven = [], recounted = [] } = published;
  const bodies = <Body>(kind: string): readonly (Body & { readonly id: string })[] =>
    documents.filter((one) => one.kind === kind).map(({ id, body }) => ({ ...(body as Body), id }));
  const pipelines = bodies<PipelineDefinition>("pipeline");
  const rules = bodies<RuleDefinition>("rule");
  const duplicateRules = bodies<DuplicateRuleDefinition>("duplicateRule");
  const optionSets = new Map(bodies<OptionSetDefinition>("optionSet").map((one) => [one.apiName, one]));
  const definitions = bodies<ObjectDefinition>("object");
  const around = { registries, optionSets, ways: waysAmong(definitions, { registries, optionSets }) };
  const objects = definitions.flatMap((definition) => {
    const parts = {
      definition,
      pipelines: pipelines.filter((one) => one.object === definition.apiName),
      rules: rules.filter((one) => one.object === definition.apiName),
      duplicateRules: duplicateRules.filter((one) => one.object === definition.apiName),
      indexes: Object.hasOwn(indexes, definition.id) ? (indexes[definition.id] ?? []) : [],
    };
    const model = objectModel(parts, settings, around);
    const claims = unproven.filter((one) => one.objectId === definition.id).map((one) => one.claim);
    if (!model) return [];
    const isRecounted = recounted.includes(definition.id);
    const unready = {
      ...(claims.length > 0 ? { unproven: new Set(claims) } : {}),
      ...(isRecounted ? { recounted: true as const } : {}),
    };
    return claims.length > 0 || isRecounted ? { ...model, ...unready } : model;
  });
  const byName = new Map(objects.map((one) => [one.apiName, one]));
  addFormulas(byName, settings);
  return {
    workspace: settings,
    version,
    objects: byName,
    objectsById: new Map(objects.map((one) => [one.id, one])),
    views: bodies<ViewDefinition>("view"),
    layouts: bodies<LayoutDefinition>("layout"),
    apps: bodies<AppDefinition>("app"),
    roles: new Map(bodies<RoleDefinition>("role").map((one) => [one.apiName, one])),
    workflows: bodies<WorkflowDefinition>("workflow"),
    journeys: bodies<JourneyDefinition>("journey"),
    templates: new Map(bodies<TemplateDefinition>("template").map((one) => [one.apiName, one])),
    documents,
  };
}
