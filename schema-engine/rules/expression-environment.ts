import type { FieldType } from "../contract/field-type.ts";

/** What an expression may name: the fields of one object, and the zone in which dates are meant. */
export interface ExpressionEnvironment {
  readonly fields: readonly { readonly apiName: string; readonly type: FieldType }[];
  /** IANA zone of the workspace. */
  readonly timeZone: string;
  /** Fields of related records, by the name of the variable that stands for the path to them. */
  readonly related?: ReadonlyMap<string, RelatedVariable>;
  /** The environment this one adds `related` to. */
  readonly base?: ExpressionEnvironment;
}

/** A field reached through relations. */
export interface RelatedVariable {
  /** API names, the first of a relation of the record's own object. */
  readonly path: readonly string[];
  /** Null: a system property. */
  readonly type: FieldType | null;
}
