import type { NodeDefinition } from "#engine";
import type { OutputsOf, StepPlace } from "./flow-outline.ts";

type Nodes = readonly NodeDefinition[];

/** Steps with the ways out of each. */
export interface Flow {
  readonly nodes: Nodes;
  readonly outputsOf: OutputsOf;
}

/** The steps with a new one at the place; what followed there follows the first way out of the new step. */
export function withStep({ nodes, outputsOf }: Flow, place: StepPlace, step: NodeDefinition): Nodes {
  const follower = nodes.find((one) => one.apiName === place.after)?.next?.[place.output];
  const output = outputsOf(step)[0]?.name ?? "default";
  const linked = follower === undefined ? step : { ...step, next: { ...step.next, [output]: follower } };
  const before = nodes.map((one) =>
    one.apiName === place.after ? { ...one, next: { ...one.next, [place.output]: step.apiName } } : one,
  );
  const at = nodes.findIndex((one) => one.apiName === place.after);
  return [...before.slice(0, at + 1), linked, ...before.slice(at + 1)];
}

/** The steps without this one; what came before goes on with what came first behind it. Steps then unreached go too. */
export function withoutStep(nodes: Nodes, name: string, outputsOf: OutputsOf): Nodes {
  const gone = nodes.find((one) => one.apiName === name);
  if (!gone || gone === nodes[0]) return nodes;
  const outputs = outputsOf(gone).map((one) => one.name);
  const follower = outputs.map((output) => gone.next?.[output]).find((target) => target !== undefined);
  const rest = nodes.filter((one) => one !== gone).map((one) => relinked(one, name, follower));
  const reachedBefore = reachable(nodes);
  const reachedAfter = reachable(rest);
  return rest.filter((one) => reachedAfter.has(one.apiName) || !reachedBefore.has(one.apiName));
}

/** How many steps go when this one is removed, itself included. */
export function removalSize(nodes: Nodes, name: string, outputsOf: OutputsOf): number {
  return nodes.length - withoutStep(nodes, name, outputsOf).length;
}

/** The steps with this one exchanged with the one before (`-1`) or behind (`1`) it; unchanged where one of both branches. */
export function withStepMoved(flow: Flow, name: string, way: -1 | 1): Nodes {
  const upper = way === 1 ? name : placeOf(flow.nodes, name)?.after;
  const first = linkOf(flow, upper);
  const second = first && first.node !== flow.nodes[0] ? linkOf(flow, first.follower) : null;
  if (!first || !second) return flow.nodes;
  return flow.nodes.map((one) => {
    if (one === first.node) return linkedTo(one, first.output, second.follower);
    if (one === second.node) return linkedTo(one, second.output, first.node.apiName);
    return relinked(one, first.node.apiName, second.node.apiName);
  });
}

interface StepLink {
  readonly node: NodeDefinition;
  readonly output: string;
  readonly follower: string | undefined;
}

/** A step with its one way out; null when there is no such step, or it branches. */
function linkOf({ nodes, outputsOf }: Flow, name: string | undefined): StepLink | null {
  const node = nodes.find((one) => one.apiName === name);
  const outputs = node ? outputsOf(node) : [];
  if (!node || outputs.length > 1) return null;
  const output = outputs[0]?.name ?? "default";
  return { node, output, follower: node.next?.[output] };
}

/** Whether moving would change anything. */
export function mayMove(flow: Flow, name: string, way: -1 | 1): boolean {
  return withStepMoved(flow, name, way) !== flow.nodes;
}

/** The steps with the one of this name replaced; a new name is followed in all links. */
export function withStepReplaced(nodes: Nodes, name: string, step: NodeDefinition): Nodes {
  return nodes.map((one) =>
    one.apiName === name ? step : name === step.apiName ? one : relinked(one, name, step.apiName),
  );
}

function placeOf(nodes: Nodes, name: string): StepPlace | null {
  for (const one of nodes) {
    const found = Object.entries(one.next ?? {}).find(([, target]) => target === name);
    if (found) return { after: one.apiName, output: found[0] };
  }
  return null;
}

function relinked(node: NodeDefinition, from: string, to: string | undefined): NodeDefinition {
  const entries = Object.entries(node.next ?? {});
  if (!entries.some(([, target]) => target === from)) return node;
  const next = entries.flatMap(([output, target]) =>
    target === from ? (to === undefined ? [] : [[output, to] as const]) : [[output, target] as const],
  );
  return { ...node, next: Object.fromEntries(next) };
}

function linkedTo(node: NodeDefinition, output: string, target: string | undefined): NodeDefinition {
  const rest = Object.entries(node.next ?? {}).filter(([name]) => name !== output);
  const link = target === undefined ? [] : [[output, target] as const];
  return { ...node, next: Object.fromEntries([...rest, ...link]) };
}

function reachable(nodes: Nodes): ReadonlySet<string> {
  const byName = new Map(nodes.map((one) => [one.apiName, one]));
  const reached = new Set<string>();
  const open = nodes[0] ? [nodes[0].apiName] : [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...Object.values(byName.get(name)?.next ?? {}));
  }
  return reached;
}
