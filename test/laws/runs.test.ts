import { describe, expect, it } from "vitest";
import {
  advance,
  compileFlow,
  endRun,
  matchFlow,
  noteEngagement,
  nodeType,
  startRun,
  type Advance,
  type FlowDocument,
  type RecordSnapshot,
  type RunSignal,
  type RunState,
} from "#engine";
import { aField, anObject, aWorkspaceModel, objectOf } from "../builders/model.ts";

const model = aWorkspaceModel([anObject("contact", [aField("name"), aField("email", "email")])]);
const object = objectOf(model, "contact");
const label = { "zh-CN": "x", en: "x" };

const document: FlowDocument = {
  ...{ id: "jour", apiName: "journey", object: "contact" },
  nodes: [
    { apiName: "entry", type: "enrolled", settings: {}, next: { default: "welcome" } },
    { apiName: "welcome", type: "send-email", settings: { template: "welcome" }, next: { default: "pause" } },
    { apiName: "pause", type: "wait", settings: { duration: "P3D" }, next: { default: "clicked" } },
    {
      apiName: "clicked",
      type: "branch",
      settings: {
        branches: [
          { name: "never", condition: "steps.elsewhere.clicked" },
          { name: "yes", condition: "steps.welcome.clicked" },
        ],
      },
      next: { never: "elsewhere", yes: "tell" },
    },
    { apiName: "elsewhere", type: "send-email", settings: { template: "second" } },
    { apiName: "tell", type: "notify", settings: { message: label } },
  ],
};
const flow = compileFlow(document, { object, workspace: model.workspace, nodeType });

const record: RecordSnapshot = {
  ...{ object: "contact", id: "r1", version: 1, owner: "u1" },
  values: { name: "n", email: "n@x.test" },
};
const start = "2026-01-05T00:00:00.000Z";
const later = "2026-01-08T00:00:00.000Z";

function begun(): RunState {
  const signal = { kind: "enrolled", record, by: "u1" } as const;
  const match = matchFlow(flow, signal, { now: start, depth: 0, path: [] });
  if (!match.starts) throw new Error(match.reason);
  return startRun(flow, match, {
    ...{ id: "run", kind: "journey", version: 1, flow: "hash", record: { object: "contact", id: "r1" } },
    ...{ before: {}, now: start, correlation: "c", causation: "c", depth: 0, path: [] },
  }).state;
}

interface Told {
  readonly signal: RunSignal | null;
  readonly now: string;
}

const clicked = { kind: "engagement", step: "welcome", event: "clicked" } as const;
const told: readonly Told[] = [
  { signal: null, now: start },
  { signal: null, now: start },
  { signal: clicked, now: start },
  { signal: { kind: "timer" }, now: later },
  { signal: null, now: later },
];

/** One thing after another, as the store would bring them. */
function replayed(things: readonly Told[]): { readonly state: RunState; readonly steps: readonly Advance[] } {
  let state = begun();
  const steps: Advance[] = [];
  for (const { signal, now } of things) {
    if (signal?.kind === "engagement") {
      state = noteEngagement(state, signal, now);
      continue;
    }
    const step = advance({ flow, state, signal, now, record });
    steps.push(step);
    ({ state } = step);
  }
  return { state, steps };
}

describe("a run", () => {
  it("is decided by what it is told, and by nothing else", () => {
    expect(replayed(told)).toEqual(replayed(told));
    expect(replayed(told).state).toMatchObject({ status: "done", reason: "completed", current: null });
  });

  it("leaves the state it was given as it was", () => {
    const state = begun();
    const before = structuredClone(state);
    advance({ flow, state, signal: null, now: start, record });
    expect(state).toEqual(before);
  });

  it("gives each effect a key that it gives no other", () => {
    const keys = replayed(told).steps.flatMap((one) => one.effects.map(({ key }) => key));
    expect(keys).toEqual(["run#welcome#1#0", "run#tell#1#0"]);
  });

  it("stays where it is for a signal that does not concern it", () => {
    const { state } = replayed(told.slice(0, 2));
    expect(state).toMatchObject({ status: "waiting", wait: { until: later, token: "pause#1" } });
    expect(advance({ flow, state, signal: null, now: later, record }).state).toBe(state);
    const ended = replayed(told).state;
    expect(advance({ flow, state: ended, signal: { kind: "timer" }, now: later, record }).state).toBe(ended);
  });

  it("takes what is not known of a step as false, of one never taken too", () => {
    const { state, steps } = replayed(told.filter(({ signal }) => signal !== clicked));
    expect(state.status).toBe("done");
    expect(steps.flatMap((one) => one.trace).at(-1)).toMatchObject({ result: { branch: "else" } });
  });

  it("counts a mail's fate once, and moves on with each revision", () => {
    const { state } = replayed(told.slice(0, 2));
    const noted = noteEngagement(state, clicked, later);
    expect(noted.rev).toBe(state.rev + 1);
    expect(noteEngagement(noted, clicked, later)).toBe(noted);
  });

  it("ends where it stands when the person unsubscribes or the record goes, and only once", () => {
    const { state } = replayed(told.slice(0, 2));
    const left = noteEngagement(state, { ...clicked, event: "unsubscribed" }, later);
    expect(left).toMatchObject({ status: "exited", reason: "unsubscribed", wait: null, current: null });
    expect(endRun(left, "record_deleted", later)).toBe(left);
    expect(endRun(state, "record_deleted", later)).toMatchObject({ status: "exited" });
  });

  it("does not start where it was on the way already, nor after eight hops", () => {
    const signal = { kind: "enrolled", record, by: "u1" } as const;
    const again = matchFlow(flow, signal, { now: start, depth: 1, path: ["jour:r1"] });
    expect(again).toMatchObject({ starts: false, reason: "loop" });
    const deep = matchFlow(flow, signal, { now: start, depth: 8, path: [] });
    expect(deep).toMatchObject({ starts: false, reason: "too_deep" });
  });
});
