import type { ObjectDefinition } from "../contract/metadata/object.ts";
import type { WayObject, WayObjects } from "../rules/field-inputs.ts";
import { fieldModel, type FieldSurroundings } from "./field-model.ts";

/**
 * What expressions need of objects to find their way through relations: fields with their types, before any object is
 * compiled. Each object's are made when a path first leads there.
 */
export function waysAmong(definitions: readonly ObjectDefinition[], around: FieldSurroundings): WayObjects {
  const made = new Map<string, WayObject>();
  return {
    get(name) {
      const known = made.get(name);
      const definition = known ? undefined : definitions.find((one) => one.apiName === name);
      if (!definition) return known;
      const fields = definition.fields.flatMap((one) => fieldModel(one, around) ?? []);
      const object = { byName: new Map(fields.map((one) => [one.apiName, one])) };
      made.set(name, object);
      return object;
    },
  };
}
