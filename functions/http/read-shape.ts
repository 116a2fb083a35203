import { failure, invalid, success, type Problem, type Result } from "#engine";

/** Checks that a body is an object with these properties and no others; the values are checked by who uses them. */
export function readShape(
  body: unknown,
  shape: { readonly required?: readonly string[]; readonly optional?: readonly string[] },
): Result<Readonly<Record<string, unknown>>> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return failure(noObject);
  const { required = [], optional = [] } = shape;
  const known = new Set([...required, ...optional]);
  const problems = [
    ...Object.keys(body)
      .filter((key) => !known.has(key))
      .map(unknownProperty),
    ...required.filter((key) => !Object.hasOwn(body, key)).map(missing),
  ];
  return problems.length > 0 ? failure(...problems) : success(body as Record<string, unknown>);
}

/** A property of the wrong kind. */
export function wrongKind(
  pointer: string,
  wanted: { readonly "zh-CN": string; readonly en: string },
): Problem {
  return invalid(pointer, "wrong_type", {
    "zh-CN": `类型不正确，应为${wanted["zh-CN"]}。`,
    en: `Wrong type; expected ${wanted.en}.`,
  });
}

function pointerTo(key: string): string {
  return `/${key.slice(0, 80).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const unknownProperty = (key: string): Problem =>
  invalid(pointerTo(key), "unknown_property", {
    "zh-CN": `不接受属性“${key.slice(0, 80)}”。`,
    en: `The property “${key.slice(0, 80)}” is not taken.`,
  });

const missing = (key: string): Problem =>
  invalid(pointerTo(key), "required", {
    "zh-CN": `缺少“${key}”。`,
    en: `“${key}” is missing.`,
  });

const noObject = invalid("", "wrong_type", {
  "zh-CN": "请求内容应为一个 JSON 对象。",
  en: "The body must be a JSON object.",
});
