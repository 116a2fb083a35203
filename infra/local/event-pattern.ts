/** An EventBridge event pattern: per field a list of alternatives, `$or` a list of patterns. */
export type EventPattern = Readonly<Record<string, unknown>>;

/**
 * Whether an event matches a pattern, by EventBridge's rules: every field of the pattern must match, one alternative is
 * enough per field, and a list in the event matches when one of its elements does. Offered alternatives: a value, null,
 * prefix, suffix, equals-ignore-case, wildcard, anything-but with these, numeric, exists; `$or` at any level.
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, expected]) => {
    if (name === "$or" && Array.isArray(expected)) {
      return (expected as EventPattern[]).some((one) => matchesPattern(one, event));
    }
    const actual = isObject(event) ? event[name] : undefined;
    if (!Array.isArray(expected)) return isObject(expected) && matchesNested(expected, actual);
    return expected.some((alternative) => matchesField(alternative, actual));
  });
}

type Test = (argument: unknown, value: unknown) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  prefix: (argument, value) => textual(argument, value, (text, part) => text.startsWith(part)),
  suffix: (argument, value) => textual(argument, value, (text, part) => text.endsWith(part)),
  "equals-ignore-case": (argument, value) =>
    textual({ "equals-ignore-case": argument }, value, (one, other) => one === other),
  wildcard: (argument, value) =>
    typeof value === "string" && listed(argument).some((one) => typeof one === "string" && wild(one, value)),
  numeric: (argument, value) =>
    typeof value === "number" && Array.isArray(argument) && inRange(argument, value),
};

function matchesNested(pattern: EventPattern, actual: unknown): boolean {
  if (Array.isArray(actual)) return actual.some((element) => matchesPattern(pattern, element));
  return matchesPattern(pattern, actual ?? {});
}

function matchesField(alternative: unknown, actual: unknown): boolean {
  if (!isObject(alternative)) return elements(actual).some((value) => value === alternative);
  const [operator, argument] = Object.entries(alternative)[0] ?? [];
  if (operator === undefined) return false;
  if (operator === "exists") return (actual !== undefined && !isObject(actual)) === (argument === true);
  if (operator === "anything-but") {
    return actual !== undefined && elements(actual).some((value) => !excluded(argument, value));
  }
  return elements(actual).some((value) => TESTS[operator]?.(argument, value) === true);
}

function excluded(argument: unknown, value: unknown): boolean {
  if (isObject(argument)) {
    const [operator, inner] = Object.entries(argument)[0] ?? [];
    return operator !== undefined && TESTS[operator]?.(inner, value) === true;
  }
  return listed(argument).includes(value);
}

function textual(argument: unknown, value: unknown, test: (text: string, part: string) => boolean): boolean {
  if (typeof value !== "string") return false;
  if (isObject(argument)) {
    const inner = listed(argument["equals-ignore-case"]);
    const lower = value.toLowerCase();
    return inner.some((part) => typeof part === "string" && test(lower, part.toLowerCase()));
  }
  return listed(argument).some((part) => typeof part === "string" && test(value, part));
}

/** `*` stands for any text; `\*` and `\\` for themselves. Linear: each star takes the earliest place that fits. */
function wild(pattern: string, text: string): boolean {
  const parts = pattern.match(/(?:\\.|[^*\\])+|\*/gs) ?? [];
  const literal = (part: string): string => part.replace(/\\(.)/gs, "$1");
  let at = 0;
  let open = false;
  for (const [index, part] of parts.entries()) {
    if (part === "*") {
      open = true;
      continue;
    }
    const wanted = literal(part);
    const last = index === parts.length - 1;
    const found = open ? (last ? text.lastIndexOf(wanted) : text.indexOf(wanted, at)) : at;
    if (found < at || !text.startsWith(wanted, found)) return false;
    at = found + wanted.length;
    open = false;
  }
  return open || at === text.length;
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

function inRange(conditions: readonly unknown[], value: number): boolean {
  for (let at = 0; at < conditions.length; at += 2) {
    const compare = COMPARISONS[String(conditions[at])];
    if (!compare?.(value, Number(conditions[at + 1]))) return false;
  }
  return conditions.length > 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function elements(value: unknown): readonly unknown[] {
  return listed(value);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
