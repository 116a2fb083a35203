import type { JsonObject } from "#engine";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";
import type { ReadReferred } from "../../model/related-values.ts";

/** A record above another; its name is null where the caller may not read it. */
export interface Ancestor {
  readonly id: string;
  readonly name: string | null;
}

/** No hierarchy is deeper on the server. */
const MOST_LEVELS = 12;

/** The records above one in a hierarchy, the topmost first; ends at one the caller may not read. */
export async function ancestorsOf(
  record: { readonly id: string; readonly values: JsonObject },
  around: { readonly object: ObjectInfo; readonly tree: FieldInfo; readonly read: ReadReferred },
): Promise<readonly Ancestor[]> {
  const { object, tree, read } = around;
  const found: Ancestor[] = [];
  let parent = record.values[tree.apiName];
  while (typeof parent === "string" && found.length < MOST_LEVELS) {
    const values: JsonObject | null = await read(object.apiName, parent);
    const name = values?.[object.definition.nameField];
    found.unshift({ id: parent, name: values ? (typeof name === "string" ? name : "–") : null });
    parent = values?.[tree.apiName];
  }
  return found;
}
