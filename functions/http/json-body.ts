import { failure, invalid, limits, success, type Problem, type Result } from "#engine";
import { malformed, tooLarge } from "./problems.ts";
import { scanJson } from "./scan-json.ts";

/** Largest body in bytes unless a route says otherwise (http-api.md, Conventions). */
export const MAX_BODY_BYTES = limits.requestBytes;

/** Reads a JSON body: size, encoding, nesting and repeated keys are checked before anything is built from it. */
export function readJson(raw: RawBody, maxBytes: number): Result<unknown> {
  const decoded = bodyText(raw, maxBytes);
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  const finding = scanJson(text);
  if (finding) return failure(problemOf(finding));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failure(badJson);
  }
  if (text.includes("\\u") && !isWellFormed(value)) return failure(badText);
  return success(value);
}

/** The body as the gateway handed it over. */
export interface RawBody {
  readonly body: string;
  readonly base64: boolean;
}

/** The body as text; 413 when too large, 400 when it is not UTF-8. */
export function bodyText({ body, base64 }: RawBody, maxBytes: number): Result<string> {
  if (!base64) {
    const bytes = body.length > maxBytes / 3 ? Buffer.byteLength(body, "utf8") : 0;
    return bytes > maxBytes || body.length > maxBytes ? failure(tooLarge(maxBytes)) : success(body);
  }
  if (body.length > maxBytes * 1.4) return failure(tooLarge(maxBytes));
  const bytes = Buffer.from(body, "base64");
  if (bytes.length > maxBytes) return failure(tooLarge(maxBytes));
  try {
    return success(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return failure(badText);
  }
}

function problemOf(finding: NonNullable<ReturnType<typeof scanJson>>): Problem {
  return scanProblems[finding];
}

const badJson = malformed("malformed_json", {
  "zh-CN": "请求内容不是有效的 JSON。",
  en: "The body is not valid JSON.",
});
const badText = malformed("malformed_json", {
  "zh-CN": "请求内容不是有效的 UTF-8 文本。",
  en: "The body is not well-formed UTF-8 text.",
});
const scanProblems = {
  tooDeep: malformed("too_deep", {
    "zh-CN": "JSON 嵌套过深，最多 64 层。",
    en: "The JSON is nested too deeply; at most 64 levels are taken.",
  }),
  duplicateKey: malformed("malformed_json", {
    "zh-CN": "JSON 对象中有重复的键。",
    en: "An object in the JSON has the same key twice.",
  }),
  inexactNumber: invalid("", "inexact_number", {
    "zh-CN": "JSON 中有超出精度的数字，存入时会被舍入；请缩短该数字。",
    en: "The JSON has a number with more digits than can be kept; it would be rounded.",
  }),
  forbiddenKey: invalid("", "unknown_property", {
    "zh-CN": "不接受名为 __proto__ 的属性。",
    en: "A property named __proto__ is not taken.",
  }),
} as const;

/** Whether every string, keys included, is free of lone surrogates. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return wellFormed(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isWellFormed);
  return Object.entries(value).every(([key, child]) => wellFormed(key) && isWellFormed(child));
}

function wellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}
