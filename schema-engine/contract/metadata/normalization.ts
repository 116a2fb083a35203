/** What can be done to a text before it is checked and stored, in the order in which it is done. */
export const normalizationSteps = [
  "fullWidthToHalf",
  "trim",
  "collapseSpaces",
  "lower",
  "upper",
  "titleCase",
] as const;
export type NormalizationStep = (typeof normalizationSteps)[number];

/** Steps of which a field may have one at most. */
export const caseSteps: readonly NormalizationStep[] = ["lower", "upper", "titleCase"];
