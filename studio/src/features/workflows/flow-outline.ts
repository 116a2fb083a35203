import type { LocalizedText, NodeDefinition } from "#engine";

/** A way out of a step, named as in the node type. */
export interface StepOutput {
  readonly name: string;
  readonly label: LocalizedText;
}

/** What the outline asks a node type. */
export type OutputsOf = (node: NodeDefinition) => readonly StepOutput[];

/** Where a new step goes: behind this output of this step. */
export interface StepPlace {
  readonly after: string;
  readonly output: string;
}

/** A run of steps one below the other. */
export interface OutlineLane {
  readonly place: StepPlace;
  readonly label: LocalizedText | null;
  readonly steps: readonly OutlineStep[];
  /** API name of a step shown elsewhere at which this lane goes on; null: the lane ends. */
  readonly joins: string | null;
}

export interface OutlineStep {
  readonly node: NodeDefinition;
  /** Place in the document's `nodes`. */
  readonly at: number;
  /** Where a step put right behind this one goes; null when it branches. */
  readonly behind: StepPlace | null;
  /** One lane for each way out when there are several; else empty. */
  readonly lanes: readonly OutlineLane[];
}

export interface FlowOutline {
  readonly trigger: OutlineStep | null;
  readonly lane: OutlineLane | null;
  /** Steps nobody reaches. */
  readonly loose: readonly OutlineStep[];
}

/** Steps as people read them: the trigger, the steps below, branches as lanes side by side. */
export function outlineOf(nodes: readonly NodeDefinition[], outputsOf: OutputsOf): FlowOutline {
  const walk: Walk = { nodes, outputsOf, seen: new Set() };
  const first = nodes[0];
  if (!first) return { trigger: null, lane: null, loose: [] };
  walk.seen.add(first.apiName);
  const output = outputsOf(first)[0]?.name ?? "default";
  const lane = laneFrom(walk, { after: first.apiName, output }, null);
  const trigger = { node: first, at: 0, behind: lane.place, lanes: [] };
  const loose = nodes.flatMap((node, at) =>
    walk.seen.has(node.apiName) ? [] : [{ node, at, behind: null, lanes: [] }],
  );
  return { trigger, lane, loose };
}

interface Walk {
  readonly nodes: readonly NodeDefinition[];
  readonly outputsOf: OutputsOf;
  readonly seen: Set<string>;
}

function laneFrom(walk: Walk, place: StepPlace, label: LocalizedText | null): OutlineLane {
  const steps: OutlineStep[] = [];
  const start = walk.nodes.find((one) => one.apiName === place.after);
  let next = start?.next?.[place.output];
  while (next !== undefined && !walk.seen.has(next)) {
    const at = walk.nodes.findIndex((one) => one.apiName === next);
    const node = walk.nodes[at];
    if (!node) break;
    walk.seen.add(node.apiName);
    const step = stepOf(walk, node, at);
    steps.push(step);
    next = step.behind ? node.next?.[step.behind.output] : undefined;
  }
  const joins = next !== undefined && walk.seen.has(next) ? next : null;
  return { place, label, steps, joins };
}

function stepOf(walk: Walk, node: NodeDefinition, at: number): OutlineStep {
  const outputs = walk.outputsOf(node);
  if (outputs.length <= 1) {
    const behind = { after: node.apiName, output: outputs[0]?.name ?? "default" };
    return { node, at, behind, lanes: [] };
  }
  const lanes = outputs.map(({ name, label }) =>
    laneFrom(walk, { after: node.apiName, output: name }, label),
  );
  return { node, at, behind: null, lanes };
}
