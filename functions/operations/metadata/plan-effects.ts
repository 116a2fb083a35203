import {
  effectOf,
  type ChangeClass,
  type ChangeEffect,
  type Dependent,
  type MetadataChange,
  type ObjectModel,
  type WorkspaceModel,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import { estimateOf, type Estimate } from "./estimate.ts";
import { scanRecords, type SampleRecord, type Tally, type ValueGroup } from "./scan-records.ts";

export interface PlannedChange extends Omit<
  MetadataChange,
  "element" | "documentId" | "elementId" | "property"
> {
  readonly class: ChangeClass;
  /** What the affected records are; null: the change touches none. */
  readonly means: ChangeEffect["means"] | null;
  /** Number of records broken, lost, written again or not alone with a value; counted up to a limit. */
  readonly affected: number;
  readonly affectedIsMinimum: boolean;
  /** Records that have to do with it at all, for example those with a value to convert. */
  readonly concerned: number;
  /** Up to a hundred of the affected. */
  readonly samples: readonly SampleRecord[];
  /** Affected records by value, up to ten values. */
  readonly groups: readonly ValueGroup[];
  readonly usedBy: readonly Dependent[];
  /** What its jobs will cost; null: it starts none. */
  readonly estimate: Estimate | null;
}

export interface EffectsRequest {
  readonly before: WorkspaceModel;
  readonly after: WorkspaceModel;
  readonly changes: readonly MetadataChange[];
  readonly dependents: (element: MetadataChange["element"]) => readonly Dependent[];
  readonly now: string;
}

/** Objects whose records are read at the same time. */
const LANES = 4;

/** Judges the records of every object that a change touches, each object in one pass. */
export async function planEffects(
  store: RecordStore,
  request: EffectsRequest,
): Promise<readonly PlannedChange[]> {
  const effects = request.changes.map((change) => effectOf(change, request));
  const objects = [...new Set(effects.flatMap((one) => one?.objects ?? []))];
  const tallies = new Map<ChangeEffect, Tally[]>();
  const scan = async (object: ObjectModel): Promise<void> => {
    const asked = effects.filter((one): one is ChangeEffect => one?.objects.includes(object) === true);
    const found = await scanRecords(store, { ...request, object, effects: asked });
    asked.forEach((effect, at) => {
      const tally = found[at];
      if (tally) tallies.set(effect, [...(tallies.get(effect) ?? []), tally]);
    });
  };
  const open = [...objects];
  const lane = async (): Promise<void> => {
    for (let object = open.pop(); object; object = open.pop()) await scan(object);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return request.changes.map((change, at) => {
    const effect = effects[at] ?? null;
    return plannedChange(request, change, { effect, tally: sum((effect && tallies.get(effect)) ?? []) });
  });
}

function plannedChange(
  { dependents }: EffectsRequest,
  change: MetadataChange,
  { effect, tally }: { readonly effect: ChangeEffect | null; readonly tally: Tally },
): PlannedChange {
  const { element, documentId: _document, elementId: _element, property, ...shown } = change;
  const planned = effect?.classify(tally) ?? "safe";
  return {
    ...shown,
    class: planned,
    means: effect && tally.concerned > 0 ? effect.means : null,
    affected: tally.hits,
    affectedIsMinimum: tally.isMinimum,
    concerned: tally.concerned,
    samples: tally.samples,
    groups: tally.groups,
    usedBy: concernsUsers(change, planned) ? dependents(element) : [],
    estimate: effect && isBuilt(effect, planned, property) ? estimateOf(tally.concerned) : null,
  };
}

/** Whether whoever mentions the element should know. */
function concernsUsers({ change, property }: MetadataChange, planned: ChangeClass): boolean {
  return change === "removed" || planned !== "safe" || property === "type";
}

function isBuilt({ means }: ChangeEffect, planned: ChangeClass, property: string | undefined): boolean {
  return (
    planned === "needsBackfill" || (planned === "destructive" && means === "loses" && property === "type")
  );
}

function sum(tallies: readonly Tally[]): Tally {
  const [first, ...others] = tallies;
  if (first && others.length === 0) return first;
  return {
    hits: tallies.reduce((total, one) => total + one.hits, 0),
    concerned: tallies.reduce((total, one) => total + one.concerned, 0),
    isMinimum: tallies.some((one) => one.isMinimum),
    samples: tallies.flatMap((one) => one.samples).slice(0, 100),
    groups: tallies.flatMap((one) => one.groups).slice(0, 10),
  };
}
