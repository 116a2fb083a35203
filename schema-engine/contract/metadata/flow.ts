import { invalid, type Problem } from "../problem.ts";
import {
  anyJson,
  apiName,
  dictionaryOf,
  elementId,
  localizedText,
  objectOf,
  optional,
  text,
  type Static,
} from "../schema-of.ts";
import { duplicateNames } from "./duplicate-names.ts";

/** A step of a workflow or journey. */
export const node = objectOf({
  id: optional(elementId()),
  /** Name of the step in expressions: `steps.welcome.clicked`. */
  apiName: apiName(),
  /** Name of a registered node type. */
  type: text({ pattern: "^[a-z][a-z0-9-]{0,39}$" }),
  label: optional(localizedText(120)),
  settings: anyJson<Readonly<Record<string, unknown>>>({ type: "object" }),
  /** API name of the following step by output name; an output that is absent ends the run. */
  next: optional(dictionaryOf(apiName())),
});

export type NodeDefinition = Static<typeof node>;

/** Shape faults of a graph: no first step, names used twice, edges into nothing, steps nobody reaches. */
export function checkGraph(nodes: readonly NodeDefinition[]): readonly Problem[] {
  const names = new Set(nodes.map((one) => one.apiName));
  const dangling = nodes.flatMap((one, at) =>
    Object.entries(one.next ?? {})
      .filter(([, target]) => !names.has(target))
      .map(([output, target]) =>
        invalid(`/nodes/${at}/next/${output}`, "unknown_step", {
          "zh-CN": `步骤“${one.apiName}”指向不存在的步骤“${target}”。`,
          en: `Step “${one.apiName}” leads to “${target}”, which does not exist.`,
        }),
      ),
  );
  return [...duplicateNames("/nodes", nodes), ...dangling, ...unreachable(nodes)];
}

function unreachable(nodes: readonly NodeDefinition[]): readonly Problem[] {
  const byName = new Map(nodes.map((one) => [one.apiName, one]));
  const reached = new Set<string>();
  const open = nodes[0] ? [nodes[0].apiName] : [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...Object.values(byName.get(name)?.next ?? {}));
  }
  return nodes.flatMap((one, at) =>
    reached.has(one.apiName)
      ? []
      : [
          invalid(`/nodes/${at}`, "unreachable_step", {
            "zh-CN": `步骤“${one.apiName}”无法到达，请连接或删除它。`,
            en: `Step “${one.apiName}” is never reached; connect or remove it.`,
          }),
        ],
  );
}
