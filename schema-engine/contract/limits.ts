/**
 * Every bound the product publishes (`GET /limits`): at it things work, one above is refused. Code that enforces one takes
 * the number from here (reliability.md §1.4, features.md "Limits as data").
 */
export const limits = {
  objects: 500,
  fields: 500,
  options: 3_000,
  rules: 500,
  rollups: 40,
  uniqueCombinations: 10,
  /** Index definitions of an object, whoever asked for them: the table's slots. */
  indexes: 12,
  /** Up to which an object gets indexes nobody asked for, so that a create stays at 1 + 8 write units. */
  automaticIndexes: 8,
  /** What an object's records are counted by: each costs a write for most changes of a record. */
  countedDimensions: 8,
  recordTypes: 50,
  duplicateRules: 10,
  duplicateCriteria: 6,
  stages: 50,
  transitions: 200,
  steps: 200,
  documentBytes: 350_000,
  relationDepth: 5,
  expressionCharacters: 4_000,
  requestBytes: 1_048_576,
  jsonDepth: 64,
  pageSize: 200,
  filterConditions: 200,
  filterValues: 500,
  bulkOperations: 1_000,
  /** Distinct postings that a searchable field gives a record, and all fields together. */
  searchWords: 200,
  searchPostings: 300,
  recordBytes: 262_144,
  importRows: 100_000,
  importColumns: 500,
  importBytes: 52_428_800,
  importUnpackedBytes: 157_286_400,
  exportRows: 500_000,
} as const;

export type LimitName = keyof typeof limits;

/** Days a deleted record stays in the bin, and an operation can be undone. */
export const RETENTION_DAYS = 30;
