import type { MetadataDocument } from "../contract/metadata/kind.ts";
import { pathOf, pointerOf, valueAt } from "../shared/json-pointer.ts";
import { referencesIn } from "./references.ts";
import type { Registries } from "./registries.ts";

/**
 * One place of a document where something is named. `path`: a string of field names joined by dots, read from `object`;
 * `text`: such paths after `record.` or `before.` inside an expression or a template; `name`: the API name of a document.
 * With `isKey` the last part of the pointer is the name, not the value there.
 */
export interface Mention {
  readonly as: "path" | "text" | "name";
  /** Object whose fields a path begins with, as the document calls it; for `name` the kind of document. */
  readonly from: string;
  readonly text: string;
  readonly pointer: string;
  readonly isKey: boolean;
  /** An option of the field, whose code the reference ends with. */
  readonly option?: string;
}

/** Everything a document names, with the places: references of its kind and types, expressions, filters, templates. */
export function mentionsIn(document: MetadataDocument, registries: Registries): readonly Mention[] {
  const plain = referencesIn(document, registries).flatMap((one) => mentionOf(document, one));
  const texts = textsIn(document.body, []).map(({ text, pointer }): Mention => ({
    ...{ as: "text", from: objectOf(document), text, pointer, isKey: false },
  }));
  const known = new Set(texts.map((one) => one.pointer));
  const own = nameFieldOf(document);
  const filters = filtersIn(document.body, { path: [], from: objectOf(document) });
  return [...own, ...distinct([...plain, ...filters].filter((one) => !known.has(one.pointer))), ...texts];
}

/** Field paths inside an expression or a template, with their places in the text. */
export function pathsIn(text: string): readonly { readonly path: string; readonly at: number }[] {
  return [...codeOf(text).matchAll(RECORD_PATH)].map((match) => {
    const path = match[1] ?? "";
    return { path, at: match.index + match[0].length - path.length };
  });
}

const NAME = "[A-Za-z_][A-Za-z0-9_]*";
const RECORD_PATH = new RegExp(`(?<![.\\w])(?:record|before)\\.(${NAME}(?:\\.${NAME})*)`, "g");
/** Texts for people: only what stands between braces in them is meant for the machine. */
const PROSE = new Set(["label", "pluralLabel", "help", "description", "guidance", "conditionMessage"]);

/** The text with quoted parts of an expression, or all but the tags of a template, blanked out. */
function codeOf(text: string): string {
  const blank = (part: string): string => " ".repeat(part.length);
  if (!/\{[{%]/.test(text)) return text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, blank);
  return text
    .split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/)
    .map((part, at) => (at % 2 === 1 ? part : blank(part)))
    .join("");
}

function textsIn(value: unknown, path: readonly string[]): { text: string; pointer: string }[] {
  if (typeof value === "string") {
    const isProse = path.some((key) => PROSE.has(key)) || path.includes("message");
    const counts = pathsIn(value).length > 0 && (!isProse || value.includes("{{"));
    return counts ? [{ text: value, pointer: pointerOf(path) }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => textsIn(child, [...path, key]));
}

/** Conditions of filters, wherever they stand; an `object` beside or above says whose fields they name. */
function filtersIn(
  value: unknown,
  place: { readonly path: readonly string[]; readonly from: string },
): readonly Mention[] {
  if (typeof value !== "object" || value === null) return [];
  const { object, field, op } = value as Readonly<Record<string, unknown>>;
  const from = typeof object === "string" ? object : place.from;
  const path = [...place.path];
  if (typeof field === "string" && typeof op === "string")
    return [{ as: "path", from, text: field, pointer: pointerOf([...path, "field"]), isKey: false }];
  return Object.entries(value).flatMap(([key, child]) => filtersIn(child, { path: [...path, key], from }));
}

function mentionOf(
  { body }: MetadataDocument,
  reference: { readonly kind: string; readonly target: string; readonly pointer: string },
): readonly Mention[] {
  const { kind, target, pointer } = reference;
  const [object = "", ...rest] = target.split(".");
  const [field = "", option] = rest;
  if (kind === "option") return optionMentions({ object, field, option: option ?? "", pointer });
  const last = pathOf(pointer).at(-1);
  const value = valueAt(body, pointer);
  if (kind !== "field") {
    const isKey = last === target && value !== target;
    return [{ as: "name", from: kind, text: target, pointer, isKey }];
  }
  const isKey = last === field && value !== field;
  const text = !isKey && typeof value === "string" ? value : field;
  return [{ as: "path", from: object, text, pointer, isKey }];
}

/** An option is named by its code; its field's name may be a key on the way to it. */
function optionMentions(given: {
  readonly object: string;
  readonly field: string;
  readonly option: string;
  readonly pointer: string;
}): readonly Mention[] {
  const keys = pathOf(given.pointer);
  const at = keys.lastIndexOf(given.field);
  const pointer = at > 0 ? pointerOf(keys.slice(0, at + 1)) : given.pointer;
  const { object: from, field: text, option } = given;
  return [
    { as: "path", from, text, pointer: given.pointer, isKey: false, option },
    ...(at > 0 ? [{ as: "path", from, text, pointer, isKey: true } as const] : []),
  ];
}

/** The object a document is about. */
function objectOf({ kind, apiName, body }: MetadataDocument): string {
  const own = (body as { readonly object?: unknown } | null)?.object;
  return typeof own === "string" ? own : kind === "object" ? apiName : "";
}

function nameFieldOf({ apiName, body }: MetadataDocument): readonly Mention[] {
  const { nameField } = body as { readonly nameField?: unknown };
  if (typeof nameField !== "string") return [];
  return [{ as: "path", from: apiName, text: nameField, pointer: "/nameField", isKey: false }];
}

function distinct(mentions: readonly Mention[]): readonly Mention[] {
  const keyOf = (one: Mention) => `${one.as} ${one.pointer} ${String(one.isKey)} ${one.option ?? ""}`;
  return [...new Map(mentions.map((one) => [keyOf(one), one])).values()];
}
