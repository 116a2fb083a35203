/** Names that records, JavaScript or the storage layer already use; compared without case (reliability.md M01). */
export const reservedNames: ReadonlySet<string> = new Set(
  [
    [
      "id",
      "object",
      "version",
      "values",
      "owner",
      "createdAt",
      "createdBy",
      "updatedAt",
      "updatedBy",
      "deletedAt",
      "stageEnteredAt",
    ],
    ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then", "toJSON"],
    [
      "tenantId",
      "workspace",
      "pk",
      "sk",
      "ttl",
      "deleted",
      "roles",
      "user",
      "before",
      "steps",
      "now",
      "today",
    ],
    [
      "true",
      "false",
      "null",
      "in",
      "as",
      "break",
      "const",
      "continue",
      "else",
      "for",
      "function",
      "if",
      "import",
    ],
    ["let", "loop", "package", "namespace", "return", "var", "void", "while", "record", "trigger"],
  ]
    .flat()
    .map((name) => name.toLowerCase()),
);

/** Whether an admin may not give this name to an object or field. */
export function isReservedName(name: string): boolean {
  return reservedNames.has(name.toLowerCase());
}
