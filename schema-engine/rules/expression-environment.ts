import type { FieldType } from "../contract/field-type.ts";

/** What an expression may name: the fields of one object, and the zone in which dates are meant. */
export interface ExpressionEnvironment {
  readonly fields: readonly { readonly apiName: string; readonly type: FieldType }[];
  /** IANA zone of the workspace. */
  readonly timeZone: string;
}
