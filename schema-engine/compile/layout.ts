import type { FieldModel, WorkspaceModel } from "../contract/model.ts";
import type { LayoutDefinition, LayoutSection } from "../contract/metadata/layout.ts";
import type { ObjectDefinition } from "../contract/metadata/object.ts";

/** What choosing and making a layout needs of an object; the studio's own picture of one will do. */
export interface LayoutObject {
  readonly apiName: string;
  readonly definition: ObjectDefinition;
  readonly fields: readonly Pick<FieldModel, "apiName" | "definition" | "type" | "settings">[];
}

/** Where a layout is used (`layout.ts`, `variant`). */
export type LayoutVariant = "record" | "compact" | "phone";

export const layoutVariants: readonly LayoutVariant[] = ["record", "compact", "phone"];

export interface LayoutRequest {
  readonly model: Pick<WorkspaceModel, "layouts">;
  readonly object: LayoutObject;
  /** API names of the caller's roles. */
  readonly roles: readonly string[];
  /** Option of the record's type, where the object has record types. */
  readonly recordType?: string | null;
  /** Default `record`. */
  readonly variant?: LayoutVariant;
}

/** Highlights of a layout nobody made. */
const MOST_HIGHLIGHTS = 4;

/**
 * The layout somebody sees a record in: that of the record's type, else one for a role of theirs, else the one for
 * everybody, else one made from the fields. On a phone each of these is looked for among phone layouts first, then among
 * those of the page. Among several that fit, the first by name wins.
 */
export function layoutFor(request: LayoutRequest): LayoutDefinition {
  const { model, object, variant = "record" } = request;
  const own = model.layouts.filter((one) => one.object === object.apiName);
  for (const wanted of variant === "phone" ? (["phone", "record"] as const) : [variant]) {
    const chosen = chosenFrom(
      own.filter((one) => (one.variant ?? "record") === wanted).sort(byName),
      request,
    );
    if (chosen) return chosen;
  }
  return defaultLayout(object, variant);
}

/** The layout of an object for which nobody made one: main facts, relations, long texts. */
export function defaultLayout(object: LayoutObject, variant: LayoutVariant = "record"): LayoutDefinition {
  const fields = object.fields.filter(({ type, settings }) => !type.joins?.(settings));
  const related = fields.filter((one) => one.type.references !== undefined);
  const long = fields.filter((one) => one.type.storage.class === "long" && !related.includes(one));
  const main = fields.filter((one) => !related.includes(one) && !long.includes(one));
  const short = [...main, ...related].filter(
    (one) => one.type.storage.class === "listable" && one.apiName !== object.definition.nameField,
  );
  const sections = Object.entries({ main, related, long }).flatMap(([name, members]) =>
    members.length === 0 ? [] : [section(name as keyof typeof sectionLabels, members)],
  );
  return {
    apiName: `${object.apiName}_default`.slice(0, 63),
    label: { "zh-CN": "默认布局", en: "Default layout" },
    object: object.apiName,
    variant,
    highlights: short.slice(0, MOST_HIGHLIGHTS).map((one) => one.apiName),
    tabs: [{ apiName: "details", label: { "zh-CN": "详情", en: "Details" }, sections }],
  };
}

const sectionLabels = {
  main: { "zh-CN": "基本信息", en: "Details" },
  related: { "zh-CN": "关联", en: "Related" },
  long: { "zh-CN": "详细内容", en: "Notes" },
} as const;

function section(name: keyof typeof sectionLabels, members: LayoutObject["fields"]): LayoutSection {
  return {
    id: name,
    label: sectionLabels[name],
    columns: name === "long" ? 1 : 2,
    items: members.map(({ apiName }) => ({ field: apiName })),
  };
}

function chosenFrom(
  layouts: readonly LayoutDefinition[],
  { object, roles, recordType }: LayoutRequest,
): LayoutDefinition | undefined {
  const types = object.definition.recordTypes ?? [];
  const claimed = types.flatMap((one) => one.layout ?? []);
  const ofType = types.find((one) => one.option === recordType)?.layout;
  const free = layouts.filter((one) => !claimed.includes(one.apiName));
  return (
    layouts.find((one) => one.apiName === ofType) ??
    free.find((one) => one.roles?.some((role) => roles.includes(role)) === true) ??
    free.find((one) => one.roles === undefined)
  );
}

function byName(a: LayoutDefinition, b: LayoutDefinition): number {
  return a.apiName < b.apiName ? -1 : 1;
}
