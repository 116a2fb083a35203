import {
  inputsOf,
  masterField,
  matchShape,
  summaryOf,
  targetOf,
  type FieldModel,
  type ObjectModel,
  type RollupSummary,
  type WorkspaceModel,
} from "#engine";

/** A roll-up, and the object whose records it adds up. */
export interface Rollup {
  readonly parent: ObjectModel;
  readonly field: FieldModel;
  readonly summary: RollupSummary;
  /** The relation of the summarised object that points at the parent. */
  readonly back: FieldModel;
  /** Name of the roll-up's cells and links. */
  readonly key: string;
}

/** The way from a record back to those whose derived values depend on it. */
export interface WayBack {
  /** Property that is read: the key of a field, or `owner`. */
  readonly reads: string;
  /** Relations to follow backwards, the nearest first; the last leads to the records to refresh. */
  readonly hops: readonly { readonly object: ObjectModel; readonly field: FieldModel }[];
}

/** What depends on what between objects; worked out once per model. */
export interface DerivedFields {
  /** By API name of the summarised object. */
  readonly rollups: ReadonlyMap<string, readonly Rollup[]>;
  /** By API name: keys of the relations whose links are kept. */
  readonly linked: ReadonlyMap<string, ReadonlySet<string>>;
  /** By API name of the object that is read. */
  readonly waysBack: ReadonlyMap<string, readonly WayBack[]>;
  /** API names of objects whose records have values worked out from other records. */
  readonly refreshed: ReadonlySet<string>;
}

const known = new WeakMap<WorkspaceModel, DerivedFields>();

export function derivedFields(model: WorkspaceModel): DerivedFields {
  const before = known.get(model);
  if (before) return before;
  const made = workOut(model);
  known.set(model, made);
  return made;
}

/** All that decides what is derived from the records of an object, as text: another text means they must be derived again. */
export function derivedShape(model: WorkspaceModel, object: ObjectModel): string {
  const { rollups, linked } = derivedFields(model);
  const computed = object.fields.filter(
    (one) => one.type.computed && one.type.computed.source !== "sequence",
  );
  const shown = ({ id, definition, settings }: FieldModel) => [id, definition.type, settings];
  return JSON.stringify({
    adds: (rollups.get(object.apiName) ?? []).map((one) => [one.key, one.back.id, one.summary]),
    linked: [...(linked.get(object.apiName) ?? [])].sort(),
    computed: computed.map((field) => [...shown(field), inputIds(field, object, model)]),
    master: masterField(object)?.id ?? null,
    matching: (object.duplicateRules ?? []).map((one) => [one.id, ...matchShape(one)]),
  });
}

function inputIds(field: FieldModel, object: ObjectModel, model: WorkspaceModel): readonly string[] {
  return inputsOf(object, field, model.objects).map((one) => {
    const at = model.objects.get(one.object);
    return `${at?.id ?? ""}.${at?.byName.get(one.field)?.id ?? one.field}`;
  });
}

function workOut(model: WorkspaceModel): DerivedFields {
  const rollups = new Map<string, Rollup[]>();
  for (const one of allRollups(model)) {
    rollups.set(one.summary.object, [...(rollups.get(one.summary.object) ?? []), one]);
  }
  const objects = [...model.objects.values()];
  const refreshed = new Set(objects.filter((one) => isRefreshed(model, one)).map((one) => one.apiName));
  return { rollups, refreshed, ...waysThrough(model) };
}

function allRollups(model: WorkspaceModel): readonly Rollup[] {
  return [...model.objects.values()].flatMap((object) =>
    object.fields.flatMap((field) => rollupOf(model, object, field) ?? []),
  );
}

function isRefreshed(model: WorkspaceModel, object: ObjectModel): boolean {
  const isWorkedOut = (field: FieldModel) => field.relatedPaths || rollupOf(model, object, field);
  return ownerWay(object) !== null || object.fields.some(isWorkedOut);
}

/** The ways back to records with derived values, and the relations whose links they need. */
function waysThrough(model: WorkspaceModel): Pick<DerivedFields, "linked" | "waysBack"> {
  const linked = new Map<string, Set<string>>();
  const waysBack = new Map<string, WayBack[]>();
  const link = ({ apiName }: ObjectModel, { id }: FieldModel): void => {
    linked.set(apiName, (linked.get(apiName) ?? new Set()).add(id));
  };
  const lead = ([name, way]: NamedWay): void => {
    waysBack.set(name, [...(waysBack.get(name) ?? []), way]);
    for (const { object, field } of way.hops) link(object, field);
  };
  for (const object of model.objects.values()) {
    for (const field of object.fields) {
      if (field.type.without) link(object, field);
      (field.relatedPaths ?? []).flatMap((path) => pathWays(model, object, path)).forEach(lead);
    }
    const owner = ownerWay(object);
    if (owner) lead(owner);
  }
  return { linked, waysBack };
}

/** API name of the object that is read, and the way back from it. */
type NamedWay = readonly [name: string, way: WayBack];

/** A detail belongs to whom its master belongs to. */
function ownerWay(object: ObjectModel): NamedWay | null {
  const master = masterField(object);
  const owner = master ? targetOf(master) : null;
  return master && owner !== null ? [owner, { reads: "owner", hops: [{ object, field: master }] }] : null;
}

function rollupOf(model: WorkspaceModel, parent: ObjectModel, field: FieldModel): Rollup | null {
  const summary = summaryOf(field);
  const back = summary ? model.objects.get(summary.object)?.byName.get(summary.field) : undefined;
  return summary && back ? { parent, field, summary, back, key: `${parent.id}.${field.id}` } : null;
}

/** For each step of a path but the first: the object read there, and the way back from it. */
function pathWays(model: WorkspaceModel, object: ObjectModel, path: readonly string[]): readonly NamedWay[] {
  const found: NamedWay[] = [];
  const hops: { readonly object: ObjectModel; readonly field: FieldModel }[] = [];
  let at: ObjectModel | undefined = object;
  for (const [step, name] of path.entries()) {
    const field: FieldModel | undefined = at?.byName.get(name);
    if (at && step > 0) found.push([at.apiName, { reads: field?.id ?? name, hops: [...hops].reverse() }]);
    if (!at || !field) break;
    hops.push({ object: at, field });
    at = model.objects.get(targetOf(field) ?? "");
  }
  return found;
}
