import type { JsonObject, Locale, LocalizedText } from "#engine";

/** One entry of `changes` in the answer of `POST /metadata/plan`. */
export interface PlannedChange {
  readonly kind: string;
  readonly apiName: string;
  /** Place in the document; empty: the whole. */
  readonly path: string;
  readonly change: "added" | "removed" | "changed" | "renamed";
  readonly class: "safe" | "needsBackfill" | "destructive" | "refused";
  readonly affected: number;
  readonly affectedIsMinimum?: boolean;
  /** What the affected records are; null or absent: none are. */
  readonly means?: "breaks" | "loses" | "rebuilds" | "duplicates" | "uses" | null;
  /** Records that have to do with the change at all. */
  readonly concerned?: number;
  readonly samples: readonly PlanSample[];
  /** Affected records by value, the most frequent first. */
  readonly groups?: readonly { readonly value: string; readonly count: number }[];
  readonly usedBy: readonly PlanDependent[];
  /** What its background jobs will cost; null or absent: it starts none. */
  readonly estimate?: PlanEstimate | null;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface PlanSample {
  readonly id: string;
  readonly name: string;
  readonly object?: string;
  readonly value?: string;
}

export interface PlanDependent {
  readonly kind: string;
  readonly apiName: string;
  readonly pointer: string;
  readonly label?: LocalizedText;
}

export interface PlanEstimate {
  readonly records: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly seconds: number;
  /** US dollars. */
  readonly dollars: number;
}

/** Settings screens on which documents of a kind are edited. */
const screens: Readonly<Record<string, string>> = {
  object: "objects",
  workflow: "workflows",
  journey: "journeys",
  template: "templates",
  role: "roles",
  layout: "layouts",
  view: "views",
  pipeline: "pipelines",
  app: "apps",
  optionSet: "option-sets",
  rule: "rules",
  duplicateRule: "duplicate-rules",
};

/** Address of the screen where a document is edited; empty when its kind has none. */
export function screenOf(kind: string, apiName: string): string {
  const screen = screens[kind];
  return screen === undefined || apiName === "" ? "" : `/settings/${screen}/${apiName}`;
}

/** A change said in words: message keys under `publish.change` and what goes into them. */
export interface ChangeWords {
  /** `document`, `element` or `property`. */
  readonly subject: "document" | "element" | "property";
  /** Singular name of the list an element stands in (`fields`, `nodes`, `stages`), else empty. */
  readonly list: string;
  /** What the element or document is called. */
  readonly name: string;
  /** Property that changed, else empty. */
  readonly property: string;
  /** Values before and after when both are short enough to show, else empty. */
  readonly before: string;
  readonly after: string;
}

/** Finds a document by kind and API name, as it is published and as it will be. */
export type FindBodies = (kind: string, apiName: string) => readonly JsonObject[];

/** Says what a change is about; the studio puts the parts into a sentence of its language. */
export function changeWords(change: PlannedChange, find: FindBodies, locale: Locale): ChangeWords {
  const [list = "", at = "", property = ""] = change.path.split("/").slice(1);
  const bodies = find(change.kind, change.apiName);
  const shown = { before: shortText(change.before, locale), after: shortText(change.after, locale) };
  const nothing = { list: "", property: "", before: "", after: "" };
  if (change.path === "") {
    return { ...nothing, subject: "document", name: nameOf(bodies[0], locale) ?? change.apiName };
  }
  if (!/^\d+$/.test(at)) {
    const name = nameOf(bodies[0], locale) ?? change.apiName;
    return { ...nothing, ...shown, subject: "property", name, property: list };
  }
  const name = elementName(change, { bodies, list, at: Number(at), locale });
  if (property === "") return { ...nothing, subject: "element", list, name };
  return { ...shown, subject: "property", list, name, property };
}

interface ElementPlace {
  readonly bodies: readonly JsonObject[];
  readonly list: string;
  readonly at: number;
  readonly locale: Locale;
}

/** By API name where the change tells it, because places differ between the published and the new list. */
function elementName(change: PlannedChange, { bodies, list, at, locale }: ElementPlace): string {
  const told = toldName(change);
  const lists = bodies.map((body) => (body[list] ?? []) as readonly JsonObject[]);
  const inOrder = change.change === "removed" ? [...lists].reverse() : lists;
  const found =
    told === undefined ? inOrder[0]?.[at] : lists.flat().find((element) => element["apiName"] === told);
  return nameOf(found, locale) ?? told ?? String(found?.["option"] ?? at + 1);
}

/** What a refused deletion would take away, as `POST /metadata/draft:repair` names it; null when it is something else. */
export function elementToRepair(
  change: PlannedChange,
): { readonly kind: string; readonly target: string } | null {
  if (change.change !== "removed" || change.usedBy.length === 0) return null;
  if (change.path === "") return { kind: change.kind, target: change.apiName };
  const name = toldName(change);
  const isField = change.kind === "object" && /^\/fields\/\d+$/.test(change.path);
  return isField && name !== undefined ? { kind: "field", target: `${change.apiName}.${name}` } : null;
}

/** API name of the element, when the change carries it. */
function toldName({ before, after }: PlannedChange): string | undefined {
  const name = ((before ?? after) as { readonly apiName?: unknown } | null | undefined)?.apiName;
  return typeof name === "string" ? name : undefined;
}

function nameOf(body: JsonObject | undefined, locale: Locale): string | undefined {
  const label = body?.["label"] as LocalizedText | undefined;
  return label?.[locale] ?? (body?.["apiName"] as string | undefined);
}

const LONGEST = 60;

function shortText(value: unknown, locale: Locale): string {
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (typeof value === "string" || typeof value === "number") return String(value).slice(0, LONGEST);
  if (typeof value === "object" && value !== null && locale in value) {
    return String((value as LocalizedText)[locale]).slice(0, LONGEST);
  }
  return "";
}

/** Changes under the document they belong to, in the order given; the most serious class first within a document. */
export function groupedChanges(changes: readonly PlannedChange[]): readonly {
  readonly kind: string;
  readonly apiName: string;
  readonly changes: readonly PlannedChange[];
}[] {
  const groups = new Map<string, PlannedChange[]>();
  for (const one of changes) {
    const key = `${one.kind}/${one.apiName}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((list) => {
    const first = list[0];
    if (!first) return [];
    const sorted = [...list].sort((a, b) => weight[a.class] - weight[b.class]);
    return [{ kind: first.kind, apiName: first.apiName, changes: sorted }];
  });
}

const weight = { refused: 0, destructive: 1, needsBackfill: 2, safe: 3 };

/** Records that lose values when this plan is published. */
export function destroyedRecords(changes: readonly PlannedChange[]): number {
  return changes.filter((one) => one.class === "destructive").reduce((sum, one) => sum + one.affected, 0);
}
