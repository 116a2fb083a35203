import {
  noteEngagement,
  type EventEnvelope,
  type RecordRef,
  type RunSignal,
  type RunState,
  type WorkspaceModel,
} from "#engine";
import { endRunsOn } from "./end-runs.ts";
import { flowOf } from "./load-flow.ts";
import { stateCommit } from "./run-commit.ts";
import type { RunPorts } from "./run-ports.ts";

/** Tries to note an engagement while the run itself moves. */
const MOST_TRIES = 6;

/** The particulars of `crm.engagement.tracked`. */
interface Engagement {
  readonly run: string;
  readonly step: string;
  readonly event: Extract<RunSignal, { kind: "engagement" }>["event"];
  readonly topic: string | null;
}

/**
 * Tells a run what became of its mail. Who unsubscribes leaves every journey that still mails about the same topic, not
 * only the one whose mail it was; journeys about other topics go on, and the claim of each mail asks for consent anyway.
 */
export async function noteEvent(ports: RunPorts, event: EventEnvelope): Promise<void> {
  const { workspace, subject } = event;
  const engagement = event.data as unknown as Engagement;
  await note(ports, workspace, engagement);
  const { topic } = engagement;
  if (engagement.event !== "unsubscribed" || topic === null) return;
  const model = await ports.models.current(workspace);
  const record: RecordRef = subject;
  const concerns = (run: RunState) => mailsAbout(ports, { workspace, model, topic }, run);
  await endRunsOn(ports, workspace, { record, reason: "unsubscribed", concerns });
}

async function note(ports: RunPorts, workspace: string, engagement: Engagement): Promise<void> {
  const { run, step, event } = engagement;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const state = await ports.runStore.get(workspace, run);
    if (!state) return;
    const signal = { kind: "engagement", step, event } as const;
    const noted = noteEngagement(state, signal, ports.clock.now().toISOString());
    if (noted === state) return;
    const outcome = await ports.runStore.commit(workspace, stateCommit(noted, state.rev));
    if (outcome.ok) return;
  }
  throw new Error("an engagement could not be noted; the message comes again");
}

/** Whether a journey has a step with a template of the topic. */
async function mailsAbout(
  { runStore }: RunPorts,
  given: { readonly workspace: string; readonly model: WorkspaceModel | null; readonly topic: string },
  run: RunState,
): Promise<boolean> {
  const { workspace, model, topic } = given;
  if (run.kind !== "journey" || !model) return false;
  const document = await runStore.flow(workspace, run.flow);
  const flow = document && flowOf(model, document, run.flow);
  if (!flow) return false;
  const mentioned = [...flow.steps.values()].flatMap(({ type, settings }) =>
    type.references(settings, flow.document.object),
  );
  return mentioned.some(
    ({ kind, target }) => kind === "template" && model.templates.get(target)?.topic === topic,
  );
}
