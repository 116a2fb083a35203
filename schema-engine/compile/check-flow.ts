import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { NodeDefinition } from "../contract/metadata/flow.ts";
import type { NodeType } from "../contract/node-type.ts";
import type { ObjectModel } from "../contract/model.ts";
import { invalid, under, type Problem } from "../contract/problem.ts";
import { compileExpression } from "../rules/expression.ts";
import { environmentOf } from "../rules/environment.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";
import { validateSchema } from "./validate-schema.ts";

/** Checks of a workflow's or journey's steps against their types: role, settings, outputs, expressions. */
export function checkFlow(document: MetadataDocument, context: CheckContext): readonly Problem[] {
  const { nodes, object: name } = document.body as { nodes?: readonly NodeDefinition[]; object?: string };
  const object = context.model.objects.get(name ?? "");
  return (nodes ?? []).flatMap((node, at) => {
    const type = context.registries.nodeType(node.type);
    const problems = type
      ? [...misplaced(type, at), ...checkNode(node, type, { object, context })]
      : [unknownType(node.type)];
    return problems.map((one) => under(`/nodes/${at}`, one));
  });
}

interface Surroundings {
  readonly object: ObjectModel | undefined;
  readonly context: CheckContext;
}

function checkNode(node: NodeDefinition, type: NodeType, around: Surroundings): readonly Problem[] {
  const settings = { ...type.defaultSettings, ...node.settings };
  const shape = validateSchema(type.settingsSchema, settings);
  if (shape.length > 0) return shape.map((one) => under("/settings", one));
  const names = new Set(type.outputs(settings).map((one) => one.name));
  return [
    ...(type.checkSettings?.(settings) ?? []).map((one) => under("/settings", one)),
    ...Object.keys(node.next ?? {})
      .filter((output) => !names.has(output))
      .map(unknownOutput),
    ...expressions(type, settings, around).map((one) => under("/settings", one)),
  ];
}

function expressions(
  type: NodeType,
  settings: object,
  { object, context }: Surroundings,
): readonly Problem[] {
  if (!object) return [];
  const environment = environmentOf(object, context.model.workspace);
  return type.expressions(settings).flatMap(({ source, pointer, result }) => {
    const compiled = compileExpression(source, environment, result);
    return compiled.ok ? [] : compiled.problems.map((one) => under(pointer, one));
  });
}

function misplaced(type: NodeType, at: number): readonly Problem[] {
  if ((type.role === "trigger") === (at === 0)) return [];
  return [
    invalid(
      "/type",
      "misplaced_step",
      at === 0
        ? bilingual("第一步必须是触发器。", "The first step must be a trigger.")
        : bilingual("触发器只能是第一步。", "A trigger can only be the first step."),
    ),
  ];
}

function unknownOutput(output: string): Problem {
  const text = bilingual(`此步骤没有出口“${output}”。`, `This step has no output “${output}”.`);
  return invalid(`/next/${output}`, "unknown_output", text);
}

function unknownType(name: string): Problem {
  return invalid(
    "/type",
    "unknown_type",
    bilingual(`没有“${name}”这种步骤类型。`, `There is no step type named “${name}”.`),
  );
}
