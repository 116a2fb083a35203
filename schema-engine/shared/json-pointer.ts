/** One reference token of a JSON Pointer, escaped (RFC 6901 §3). */
export function token(key: string | number): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** JSON Pointer of a path of keys; an empty path is the whole document. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map(token).join("");
}

/** Keys of a JSON Pointer, unescaped. */
export function pathOf(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((one) => one.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What stands at a pointer; undefined when nothing does. */
export function valueAt(document: unknown, pointer: string): unknown {
  return pathOf(pointer).reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    document,
  );
}
