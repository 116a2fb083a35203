import type { MetadataDocument } from "../contract/metadata/kind.ts";
import { isSystemField } from "../contract/system-fields.ts";
import { invalid, under, type Problem } from "../contract/problem.ts";
import type { FieldModel, ObjectModel, WorkspaceModel, WorkspaceSettings } from "../contract/model.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";
import { checkDocument } from "./check-document.ts";
import { checkDuplicateRule } from "./check-duplicate-rule.ts";
import { checkFields } from "./check-fields.ts";
import { checkCycles, checkRelations } from "./check-relations.ts";
import { checkFlow } from "./check-flow.ts";
import { checkObjectParts } from "./check-object-parts.ts";
import { checkLayouts } from "./check-layouts.ts";
import { checkLimits } from "./check-limits.ts";
import { checkPipeline } from "./check-pipeline.ts";
import { checkRule } from "./check-rules.ts";
import { referencesIn } from "./references.ts";
import type { Registries } from "./registries.ts";
import { compileModel } from "./workspace.ts";

/** Every check of a candidate for publishing; pointers are `/{kind}/{apiName}` and the place in the document. */
export function checkCandidate(
  candidate: { readonly settings: WorkspaceSettings; readonly documents: readonly MetadataDocument[] },
  registries: Registries,
): readonly Problem[] {
  const { settings, documents } = candidate;
  const alone = documents.flatMap((one) => checkDocument(one.kind, one.body).map(placed(one)));
  const twice = sameNames(documents);
  if (alone.length > 0) return [...alone, ...twice];
  const beyond = checkLimits(documents).map(({ document, problem }) => placed(document)(problem));
  if (beyond.length > 0) return [...twice, ...beyond];
  const model = compileModel({ settings, version: 0, documents, indexes: {} }, registries);
  const context = { model, registries };
  return [
    ...twice,
    ...checkCycles(model),
    ...documents.flatMap((one) =>
      [
        ...unresolved(one, context),
        ...checkFields(one, context),
        ...checkRelations(one, model),
        ...checkObjectParts(one, context),
        ...checkRule(one, context),
        ...checkDuplicateRule(one, context),
        ...checkPipeline(one, context),
        ...checkFlow(one, context),
        ...checkLayouts(one, context),
      ].map(placed(one)),
    ),
  ];
}

function placed({ kind, apiName }: MetadataDocument): (problem: Problem) => Problem {
  return (problem) => under(`/${kind}/${apiName}`, problem);
}

function sameNames(documents: readonly MetadataDocument[]): readonly Problem[] {
  const seen = new Set<string>();
  return documents.flatMap((one) => {
    const key = `${one.kind}/${one.apiName.toLowerCase()}`;
    const repeated = seen.has(key);
    seen.add(key);
    if (!repeated) return [];
    const text = bilingual(`名称“${one.apiName}”已被使用。`, `The name “${one.apiName}” is used already.`);
    return [placed(one)(invalid("/apiName", "duplicate_name", text))];
  });
}

function unresolved(document: MetadataDocument, { model, registries }: CheckContext): readonly Problem[] {
  return referencesIn(document, registries).flatMap(({ kind, target, pointer }) =>
    resolves(kind, target, model)
      ? []
      : [
          invalid(
            pointer,
            "unknown_reference",
            bilingual(`找不到“${target}”（${kind}）。`, `“${target}” (${kind}) does not exist.`),
          ),
        ],
  );
}

function resolves(kind: string, target: string, model: WorkspaceModel): boolean {
  const [objectName = "", name = "", option = ""] = target.split(".");
  const element = elements[kind];
  if (element) return element(model.objects.get(objectName), name, option);
  return model.documents.some((one) => one.kind === kind && one.apiName === target);
}

/** What a reference may name that is no document of its own, or is looked up faster. */
const elements: Readonly<
  Record<string, (object: ObjectModel | undefined, name: string, option: string) => boolean>
> = {
  object: (object) => object !== undefined,
  field: (object, name) => isSystemField(name) || object?.byName.has(name) === true,
  transition: hasTransition,
  option: (object, name, option) => hasOption(object?.byName.get(name), option),
};

function hasTransition(object: ObjectModel | undefined, name: string): boolean {
  return (
    object?.pipelines.some((one) => one.transitions.some(({ definition }) => definition.apiName === name)) ===
    true
  );
}

function hasOption(field: FieldModel | undefined, option: string): boolean {
  return field?.type.choices?.(field.settings).some((one) => one.value === option) === true;
}
