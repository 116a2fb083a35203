import type { ObjectModel } from "../contract/model.ts";
import type { ViewDefinition } from "../contract/metadata/view.ts";

/** Most columns a list shows where no view says otherwise. */
const MOST_COLUMNS = 8;

/** The list of an object that has no view: its name first, then listable fields in their order, newest first. */
export function defaultListView(object: ObjectModel): ViewDefinition {
  const others = object.fields.filter(
    (one) => one !== object.nameField && one.type.storage.class === "listable",
  );
  const columns = [object.nameField, ...others].slice(0, MOST_COLUMNS).map((one) => one.apiName);
  return {
    apiName: `${object.apiName}_default`.slice(0, 63),
    label: {
      "zh-CN": `全部${object.definition.pluralLabel["zh-CN"]}`,
      en: `All ${object.definition.pluralLabel.en}`,
    },
    object: object.apiName,
    display: "list",
    columns: [...columns, "owner"],
  };
}
