/** One place where two documents differ. */
export interface Difference {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly published: unknown;
  readonly local: unknown;
}

type Json = unknown;

/** Places where two JSON values differ; elements of lists are matched by id or API name, else by their place. */
export function differences(published: Json, local: Json, pointer = ""): readonly Difference[] {
  if (JSON.stringify(published) === JSON.stringify(local)) return [];
  if (Array.isArray(published) && Array.isArray(local)) return ofLists(published, local, pointer);
  if (isObject(published) && isObject(local)) {
    const keys = [...new Set([...Object.keys(published), ...Object.keys(local)])];
    return keys.flatMap((key) => differences(published[key], local[key], `${pointer}/${escaped(key)}`));
  }
  return [{ pointer, published, local }];
}

function ofLists(
  published: readonly unknown[],
  local: readonly unknown[],
  pointer: string,
): readonly Difference[] {
  const before = byName(published);
  const after = byName(local);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const inside = names.flatMap((name) =>
    differences(before.get(name), after.get(name), `${pointer}/${escaped(name)}`),
  );
  const order = (list: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
    [...list.keys()].filter((name) => other.has(name));
  const moved = order(before, after).join() !== order(after, before).join();
  return moved
    ? [...inside, { pointer, published: order(before, after), local: order(after, before) }]
    : inside;
}

function byName(list: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(list.map((one, at) => [nameOf(one) ?? String(at), one]));
}

function nameOf(one: unknown): string | undefined {
  if (!isObject(one)) return undefined;
  const name = one["id"] ?? one["apiName"] ?? one["option"] ?? one["value"];
  return typeof name === "string" ? name : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
