import type { Choice, FieldState, Json } from "#engine";
import type { InjectionKey } from "vue";
import type { FieldInfo } from "../../model/object-info.ts";

/** What the rest of a record says of one of its fields, for changing it in place. */
export interface FactRules {
  /** Undefined: the field has no conditions, or what they read is not known here. */
  stateOf(name: string): FieldState | undefined;
  /** Whether the field would need a value if it had this one. */
  wouldRequire(name: string, value: Json): boolean;
  /** Options offered beside the record's other values; null: the type has none. */
  offered(field: FieldInfo): readonly Choice[] | null;
}

/** Given by the record's page to its facts. */
export const factRulesKey: InjectionKey<FactRules> = Symbol("factRules");
