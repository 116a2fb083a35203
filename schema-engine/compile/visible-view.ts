import type { ViewDefinition } from "../contract/metadata/view.ts";
import type { ObjectModel } from "../contract/model.ts";
import { isSystemField } from "../contract/system-fields.ts";

/** What a view lost because its reader may not read some fields; names are not told. */
export interface HiddenInView {
  /** Columns left out. */
  readonly columns: number;
  /** Whether the filter was dropped; rows it would have kept out are shown. */
  readonly filter: boolean;
  /** Whether the view is a list instead, because the board or calendar goes by a field its reader may not read. */
  readonly display: boolean;
}

/** The view as somebody with this access can use it; never one that the query would refuse. */
export function visibleView(
  view: ViewDefinition,
  object: Pick<ObjectModel, "byName" | "nameField">,
  access: { field(name: string): "none" | "read" | "write" },
): { readonly view: ViewDefinition; readonly hidden: HiddenInView } {
  const sees = (path: string): boolean => {
    const name = path.split(".")[0] ?? path;
    return access.field(name) !== "none" && (isSystemField(name) || object.byName.has(name));
  };
  const columns = view.columns.filter(sees);
  const keepsFilter = fieldsIn(view.filter).every(sees);
  const keepsDisplay = [view.groupField, view.dateField].every((one) => one === undefined || sees(one));
  const lost = [
    ...(keepsFilter ? [] : ["filter"]),
    ...(keepsDisplay ? [] : ["groupField", "dateField", "endField"]),
    ...(view.endField === undefined || sees(view.endField) ? [] : ["endField"]),
  ];
  const kept = Object.fromEntries(Object.entries(view).filter(([name]) => !lost.includes(name)));
  return {
    view: {
      ...(kept as ViewDefinition),
      display: keepsDisplay ? view.display : "list",
      columns: columns.length > 0 ? columns : [object.nameField.apiName],
      ...(view.sort ? { sort: view.sort.filter((one) => sees(one.field)) } : {}),
    },
    hidden: {
      columns: view.columns.length - columns.length,
      filter: !keepsFilter,
      display: !keepsDisplay,
    },
  };
}

/** Every `field` named in a filter. */
export function fieldsIn(filter: unknown): readonly string[] {
  if (typeof filter !== "object" || filter === null) return [];
  return Object.entries(filter).flatMap(([key, value]: [string, unknown]) =>
    key === "field" && typeof value === "string" ? [value] : fieldsIn(value),
  );
}
