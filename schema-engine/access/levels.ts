/** What may be done with one field: nothing, see it, or see and set it. */
export type FieldLevel = "none" | "read" | "write";

const order: readonly FieldLevel[] = ["none", "read", "write"];

/** The most permissive of two levels. */
export function widest(a: FieldLevel, b: FieldLevel): FieldLevel {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** The least permissive of two levels. */
export function narrowest(a: FieldLevel, b: FieldLevel): FieldLevel {
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}
