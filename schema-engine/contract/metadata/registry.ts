import { appKind } from "./app.ts";
import { duplicateRuleKind } from "./duplicate-rule.ts";
import { journeyKind } from "./journey.ts";
import type { MetadataKind } from "./kind.ts";
import { layoutKind } from "./layout.ts";
import { objectKind } from "./object.ts";
import { optionSetKind } from "./option-set.ts";
import { pipelineKind } from "./pipeline.ts";
import { roleKind } from "./role.ts";
import { ruleKind } from "./rule.ts";
import { templateKind } from "./template.ts";
import { viewKind } from "./view.ts";
import { workflowKind } from "./workflow.ts";

/** Every kind of metadata document, in the order in which they are compiled. */
export const metadataKinds: readonly MetadataKind[] = [
  optionSetKind,
  objectKind,
  pipelineKind,
  ruleKind,
  duplicateRuleKind,
  layoutKind,
  viewKind,
  appKind,
  templateKind,
  workflowKind,
  journeyKind,
  roleKind,
] as readonly MetadataKind<never>[] as readonly MetadataKind[];

const byName = new Map(metadataKinds.map((one) => [one.kind, one]));

/** The kind of that name, if there is one. */
export function metadataKind(name: string): MetadataKind | undefined {
  return byName.get(name);
}
