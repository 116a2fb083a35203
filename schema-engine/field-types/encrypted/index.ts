import { defineFieldType } from "../../contract/field-type.ts";
import type { Json, JsonObject } from "../../contract/json.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { checkText, codePoints, masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { LINE_PATTERN } from "../../shared/plain-text.ts";

interface EncryptedSettings {
  /** Most characters of the clear text, 1–500. */
  readonly maxLength: number;
  /** Characters at the end that the mask shows, 0–4; none of a text shorter than twice as many. */
  readonly visible: number;
}

/** What everybody sees instead of the text. */
export interface Masked {
  /** Four dots and the last characters, for example `••••1234`. */
  readonly masked: string;
}

/** The clear text while it is being written, the mask ever after. */
export type EncryptedValue = string | Masked;

const DOTS = "••••";
const MASK = "^••••[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029\\uD800-\\uDFFF]{0,4}$";
const maskPattern = new RegExp(MASK, "u");
const pattern = new RegExp(LINE_PATTERN, "u");
const malformed: Problem = invalid(
  "",
  "control_character",
  bilingual("只能输入一行文字。", "Enter one line of text."),
);

export default defineFieldType<EncryptedValue, EncryptedSettings>({
  name: "encrypted",
  label: bilingual("加密文本", "Encrypted text"),
  description: bilingual(
    "单独加密的文字，例如证件号码；只有获准的角色能查看，每次查看都会记录。",
    "Text under a key of its own, such as a passport number; only roles so allowed reveal it, and each time is recorded.",
  ),
  icon: "lock-keyhole",
  settingsSchema: settingsOf({
    maxLength: labelled(bilingual("最多字符数", "Most characters"), {
      type: "integer",
      minimum: 1,
      maximum: 500,
    }),
    visible: labelled(bilingual("显示末尾字符数", "Last characters shown"), {
      type: "integer",
      minimum: 0,
      maximum: 4,
    }),
  }),
  defaultSettings: { maxLength: 200, visible: 4 },
  valueSchema: ({ maxLength }) => ({
    anyOf: [
      { type: "string", maxLength, pattern: LINE_PATTERN },
      {
        type: "object",
        properties: { masked: { type: "string", pattern: MASK } },
        required: ["masked"],
        additionalProperties: false,
      },
    ],
  }),
  check: (value, { maxLength }) => (isMask(value) ? [] : checkText(value, { maxLength, pattern, malformed })),
  normalize: (value) => (typeof value === "string" ? value.trim() : value),
  isBlank: (value) => typeof value === "string" && value.trim() === "",
  storage: {
    class: "stored",
    encode(value): JsonObject {
      if (typeof value === "string") return { clear: value };
      return { mask: value.masked };
    },
    decode(stored) {
      const { clear, mask } = stored as JsonObject;
      return typeof clear === "string" ? clear : { masked: String(mask) };
    },
  },
  sealed: {
    mask: maskOf,
    clear: (value) => (typeof value === "string" ? value : null),
    seal: (sealed, value, settings) => ({ sealed, mask: maskOf(value, settings).masked }),
    sealedText: (stored) => {
      const { sealed } = stored as JsonObject;
      return typeof sealed === "string" ? sealed : null;
    },
  },
  operators: ["isEmpty", "isNotEmpty"],
  parse(text, { maxLength }) {
    const value = text.trim();
    if (maskPattern.test(value)) return success({ masked: value });
    if (/[*＊]{2}/.test(value) || /^[*＊]+$/.test(value)) return failure(masked);
    const problems = checkText(value, { maxLength, pattern, malformed });
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value) => (typeof value === "string" ? value : value.masked),
  // Expressions learn whether there is a value, never which: their results are stored and shown in the clear.
  cel: { type: "string", toCel: () => DOTS },
});

function maskOf(value: EncryptedValue, { visible }: EncryptedSettings): Masked {
  if (typeof value !== "string") return value;
  const shown = visible > 0 && codePoints(value) >= 2 * visible ? [...value].slice(-visible).join("") : "";
  return { masked: DOTS + shown };
}

function isMask(value: unknown): value is Masked {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { masked: text, ...others } = value as Partial<Record<keyof Masked, Json>>;
  return typeof text === "string" && maskPattern.test(text) && Object.keys(others).length === 0;
}
