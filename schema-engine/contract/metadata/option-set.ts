import { limits } from "../limits.ts";
import { invalid, type Problem } from "../problem.ts";
import {
  apiName,
  bool,
  elementId,
  listOf,
  localizedText,
  numeric,
  objectOf,
  oneOf,
  optional,
  text,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

/** Most options a set or a field may have. */
export const MOST_OPTIONS = limits.options;

const option = objectOf({
  id: optional(elementId()),
  /** Stored code: printable ASCII without space, so that it is its own sort key. */
  value: text({ pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$" }),
  label: localizedText(80),
  /** One of the palette's names. */
  color: optional(text({ pattern: "^[a-z]{1,20}$" })),
  /** No longer offered; records that have it keep it. */
  retired: optional(bool()),
  probability: optional(numeric({ minimum: 0, maximum: 100 })),
  category: optional(oneOf(["open", "won", "lost"])),
});

const optionSet = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  /** In the order in which they are offered. */
  options: listOf(option, { minItems: 1, maxItems: MOST_OPTIONS }),
});

export type OptionSetDefinition = Static<typeof optionSet>;

/** Options that fields of several objects share. */
export const optionSetKind = defineMetadataKind<OptionSetDefinition>({
  kind: "optionSet",
  label: { "zh-CN": "共享选项集", en: "Option set" },
  schema: optionSet,
  elementLists: ["/options"],
  check: ({ options }) => repeated(options.map((one) => one.value)),
  references: () => [],
});

function repeated(values: readonly string[]): readonly Problem[] {
  const seen = new Set<string>();
  return values.flatMap((value, at) => {
    const again = seen.has(value);
    seen.add(value);
    const text = {
      "zh-CN": `选项值“${value}”重复。`,
      en: `The option value “${value}” is used twice.`,
    };
    return again ? [invalid(`/options/${at}/value`, "duplicate_option", text)] : [];
  });
}
