type Item = Readonly<Record<string, unknown>>;

/** One attribute, or one key of a map attribute, that is to be another; undefined: not there. */
export interface ItemChange {
  readonly path: readonly [string] | readonly [string, string];
  readonly before: unknown;
  readonly after: unknown;
}

/** How `after` differs from `before` in these attributes; maps are compared key by key where both have them. */
export function itemChanges(
  before: Item,
  after: Item,
  attributes: { readonly plain: readonly string[]; readonly maps: readonly string[] },
): readonly ItemChange[] {
  const plain = attributes.plain.flatMap((name) => changeOf([name], before[name], after[name]));
  const maps = attributes.maps.flatMap((name) => {
    const [old, next] = [before[name] as Item | undefined, after[name] as Item | undefined];
    if (old === undefined || next === undefined) return changeOf([name], old, next);
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    return keys.flatMap((key) => changeOf([name, key], old[key], next[key]));
  });
  return [...plain, ...maps];
}

/** An update that makes the changes while the version and all they replace are as they were read. */
export function updateOf(changes: readonly ItemChange[], version: unknown) {
  const names: Record<string, string> = { "#ver": "ver" };
  const values: Record<string, unknown> = { ":ver": version };
  const conditions = ["#ver = :ver"];
  const sets: string[] = [];
  const removes: string[] = [];
  for (const [at, { path, before, after }] of changes.entries()) {
    const place = path.map((_, which) => `#n${at}_${which}`).join(".");
    for (const [which, name] of path.entries()) names[`#n${at}_${which}`] = name;
    if (before === undefined) conditions.push(`attribute_not_exists(${place})`);
    else {
      values[`:b${at}`] = before;
      conditions.push(`${place} = :b${at}`);
    }
    if (after === undefined) removes.push(place);
    else {
      values[`:a${at}`] = after;
      sets.push(`${place} = :a${at}`);
    }
  }
  const update = [
    ...(sets.length > 0 ? [`SET ${sets.join(", ")}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(", ")}`] : []),
  ];
  return {
    UpdateExpression: update.join(" "),
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function changeOf(path: ItemChange["path"], before: unknown, after: unknown): readonly ItemChange[] {
  return canonical(before) === canonical(after) ? [] : [{ path, before, after }];
}

/** JSON text with sorted keys: stores do not keep the order of keys. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
