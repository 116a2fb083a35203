import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { LayoutDefinition, LayoutTab, RelatedListDefinition } from "../contract/metadata/layout.ts";
import type { ViewDefinition } from "../contract/metadata/view.ts";
import type { FieldModel, ObjectModel } from "../contract/model.ts";
import { invalid, under, type Problem } from "../contract/problem.ts";
import { parseFilter } from "../query/parse-filter.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";
import { compileCondition } from "./condition.ts";

/** What only the whole model can say about a layout or a view; other kinds have nothing to check here. */
export function checkLayouts(document: MetadataDocument, context: CheckContext): readonly Problem[] {
  return checks[document.kind]?.(document.body, context) ?? [];
}

const checks: Readonly<Record<string, (body: unknown, context: CheckContext) => readonly Problem[]>> = {
  layout: (body, context) => checkLayout(body as LayoutDefinition, context),
  view: (body, context) => checkView(body as ViewDefinition, context),
};

function checkLayout(layout: LayoutDefinition, context: CheckContext): readonly Problem[] {
  const object = context.model.objects.get(layout.object);
  if (!object) return [];
  return [
    ...repeatedTabs(layout),
    ...repeatedFields(layout),
    ...layout.tabs.flatMap((tab, at) =>
      tabProblems(tab, object, context).map((one) => under(`/tabs/${at}`, one)),
    ),
  ];
}

function repeatedTabs({ tabs }: LayoutDefinition): readonly Problem[] {
  return tabs.flatMap(({ apiName }, at) => {
    const isFirst = tabs.findIndex((one) => one.apiName === apiName) === at;
    const text = bilingual(`标签页“${apiName}”重复。`, `The tab “${apiName}” is there twice.`);
    return isFirst ? [] : [invalid(`/tabs/${at}/apiName`, "duplicate_name", text)];
  });
}

function repeatedFields({ tabs }: LayoutDefinition): readonly Problem[] {
  const seen = new Set<string>();
  return tabs.flatMap(({ sections }, tab) =>
    (sections ?? []).flatMap(({ items }, section) =>
      items.flatMap(({ field }, item) => {
        const repeated = seen.has(field);
        seen.add(field);
        const text = bilingual(
          `字段“${field}”在布局中出现了两次。`,
          `The field “${field}” is placed twice in the layout.`,
        );
        const pointer = `/tabs/${tab}/sections/${section}/items/${item}/field`;
        return repeated ? [invalid(pointer, "duplicate_field", text)] : [];
      }),
    ),
  );
}

function tabProblems(tab: LayoutTab, object: ObjectModel, context: CheckContext): readonly Problem[] {
  const conditions = [
    { source: tab.visibleIf, pointer: "/visibleIf" },
    ...(tab.sections ?? []).map(({ visibleIf }, at) => ({
      source: visibleIf,
      pointer: `/sections/${at}/visibleIf`,
    })),
  ];
  const place = { object, settings: context.model.workspace, ways: context.model.objects };
  const wrong = conditions.flatMap(({ source, pointer }) => {
    if (source === undefined) return [];
    const compiled = compileCondition(source, place);
    return compiled.ok ? [] : compiled.problems.map((one) => under(pointer, one));
  });
  const isEmpty = (tab.sections ?? []).length + (tab.relatedLists ?? []).length === 0;
  return [
    ...(isEmpty ? [emptyTab] : []),
    ...wrong,
    ...(tab.relatedLists ?? []).flatMap((one, at) =>
      listProblems(one, object, context).map((problem) => under(`/relatedLists/${at}`, problem)),
    ),
  ];
}

/** The list's field must be a relation that can point at the layout's object. */
function listProblems(
  list: RelatedListDefinition,
  object: ObjectModel,
  { model }: CheckContext,
): readonly Problem[] {
  const field = model.objects.get(list.object)?.byName.get(list.field);
  if (!field || pointsAt(field, object.apiName)) return [];
  const text = bilingual(
    `“${list.object}.${list.field}”并不指向“${object.apiName}”。`,
    `“${list.object}.${list.field}” does not point at “${object.apiName}”.`,
  );
  return [invalid("/field", "no_relation_here", text)];
}

/** Whether values of the field can refer to records of the object; a field that joins keeps no values. */
export function pointsAt({ type, settings }: Pick<FieldModel, "type" | "settings">, object: string): boolean {
  const keepsValues = type.references !== undefined && !type.joins?.(settings);
  return keepsValues && type.targets?.(settings).includes(object) === true;
}

function checkView(view: ViewDefinition, { model }: CheckContext): readonly Problem[] {
  const object = model.objects.get(view.object);
  if (!object) return [];
  const filter = view.filter === undefined ? null : parseFilter(view.filter);
  return [
    ...calendarProblems(view, object),
    ...boardProblems(view, object),
    ...(filter && !filter.ok ? filter.problems : []),
  ];
}

function calendarProblems(view: ViewDefinition, object: ObjectModel): readonly Problem[] {
  if (view.display !== "calendar") return [];
  if (view.dateField === undefined) return [noDate];
  return (["dateField", "endField"] as const).flatMap((name) => {
    const field = object.byName.get(view[name] ?? "");
    return field && !holdsDates(field) ? [invalid(`/${name}`, "no_date", notDate)] : [];
  });
}

/** Whether values of the field are points in time or days. */
export function holdsDates({ type }: Pick<FieldModel, "type">): boolean {
  return type.cel.type === "date" || type.cel.type === "timestamp";
}

function boardProblems(view: ViewDefinition, object: ObjectModel): readonly Problem[] {
  if (view.display !== "board") return [];
  if (view.groupField === undefined) return object.pipeline ? [] : [noGroup];
  const field = object.byName.get(view.groupField);
  return field && field.type.choices === undefined ? [invalid("/groupField", "no_choices", notChoices)] : [];
}

const emptyTab = invalid(
  "",
  "empty_tab",
  bilingual("标签页里还没有内容。", "The tab has nothing in it yet."),
);
const noDate = invalid(
  "/dateField",
  "required",
  bilingual("日历视图需要一个日期字段。", "A calendar needs a date field."),
);
const notDate = bilingual("日历需要日期或日期时间字段。", "A calendar takes a date or date-time field.");
const noGroup = invalid(
  "/groupField",
  "required",
  bilingual(
    "看板需要一个选项字段（此对象没有管道）。",
    "A board needs a select field: the object has no pipeline.",
  ),
);
const notChoices = bilingual("看板按选项字段分列。", "A board's columns are the options of a select field.");
