import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { LINE_PATTERN } from "../../shared/plain-text.ts";
import { LONGEST_STROKES, STROKES_PATTERN } from "../../shared/strokes.ts";

/** Who signed, when, and the strokes of the pen. */
export interface Signature {
  /** Name of the signer as typed, 1–80 characters. */
  readonly name: string;
  /** RFC 3339 UTC; never after the write that brought it. */
  readonly at: string;
  /** Pen strokes, see `shared/strokes.ts`; empty: signed by typing the name. */
  readonly strokes: string;
}

const NAME_LENGTH = 80;
const NAME = "^(?=.*\\S)[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029\\uD800-\\uDFFF]*$";
const AT =
  "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?Z$";
const namePattern = new RegExp(NAME, "u");
const linePattern = new RegExp(LINE_PATTERN, "u");
const atPattern = new RegExp(AT, "u");
const strokesPattern = new RegExp(STROKES_PATTERN, "u");

export default defineFieldType<Signature, object>({
  name: "signature",
  label: bilingual("签名", "Signature"),
  description: bilingual("手写或键入的签名。", "A signature drawn by hand, or typed."),
  icon: "signature",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({
    type: "object",
    properties: {
      name: { type: "string", maxLength: NAME_LENGTH, pattern: NAME },
      at: { type: "string", pattern: AT },
      strokes: { type: "string", maxLength: LONGEST_STROKES, pattern: STROKES_PATTERN },
    },
    required: ["name", "at", "strokes"],
    additionalProperties: false,
  }),
  check: checkSignature,
  normalize: (value, _settings, { now }) => ({
    ...value,
    name: value.name.trim(),
    at: value.at > now ? now : value.at,
  }),
  storage: {
    class: "long",
    encode: (value) => ({ ...value }),
    decode: (stored) => stored as unknown as Signature,
  },
  operators: ["isEmpty", "isNotEmpty"],
  parse(text) {
    if (isMasked(text)) return failure(masked);
    const [, name = "", at = "", strokes = ""] = /^(.*) · (\S+Z)(?: · (.*))?$/su.exec(text.trim()) ?? [];
    const value = { name: name.trim(), at, strokes };
    const problems = checkSignature(value);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: ({ name, at, strokes }) => [name, at, ...(strokes === "" ? [] : [strokes])].join(" · "),
  cel: { type: "string", toCel: (value) => value.name },
});

function checkSignature(value: unknown): readonly Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [notSigned];
  const { name, at, strokes, ...others } = value as Partial<Record<keyof Signature, unknown>>;
  if (Object.keys(others).length > 0) return [notSigned];
  const nameProblems = checkText(name, { maxLength: NAME_LENGTH, pattern: linePattern, malformed: noName });
  if (nameProblems.length > 0) return nameProblems.map((one) => ({ ...one, pointer: "/name" }));
  if (!namePattern.test(name as string)) return [noName];
  if (typeof at !== "string" || !atPattern.test(at)) return [noTime];
  return isStrokes(strokes) ? [] : [badStrokes];
}

function isStrokes(value: unknown): boolean {
  return typeof value === "string" && value.length <= LONGEST_STROKES && strokesPattern.test(value);
}

const notSigned = invalid("", "type", bilingual("请签名。", "Sign here."));
const noName = invalid("/name", "required", bilingual("请填写签名人姓名。", "Enter the name of who signs."));
const noTime = invalid("/at", "type", bilingual("签名时间无效。", "The time of the signature is not valid."));
const badStrokes = invalid(
  "/strokes",
  "strokes",
  bilingual("笔迹无效或过长，请重新签名。", "The strokes are not valid or too long; sign again."),
);
