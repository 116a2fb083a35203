import { mentionsIn, pathsIn, type Mention } from "../compile/mentions.ts";
import type { Registries } from "../compile/registries.ts";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { LocalizedText } from "../contract/problem.ts";
import { namesOf, type Names } from "./names.ts";

/** Another document that mentions an element. */
export interface Dependent {
  readonly kind: string;
  readonly apiName: string;
  readonly pointer: string;
  /** Absent: the document has none. */
  readonly label?: LocalizedText;
}

/** An element that can be mentioned, for example `{ kind: "field", target: "deal.amount" }`. */
export interface Element {
  readonly kind: string;
  readonly target: string;
}

/**
 * Who mentions an element of the candidate, or one that it lost; mentions of an object count through its fields too.
 * Elements are named by what their object is called now.
 */
export function dependentsIn(
  published: readonly MetadataDocument[],
  documents: readonly MetadataDocument[],
  registries: Registries,
): (element: Element) => readonly Dependent[] {
  let byTarget: ReadonlyMap<string, readonly Dependent[]> | null = null;
  return ({ kind, target }) => {
    byTarget ??= usesByTarget(published, documents, registries);
    return byTarget.get(`${kind}/${target}`) ?? [];
  };
}

function usesByTarget(
  published: readonly MetadataDocument[],
  documents: readonly MetadataDocument[],
  registries: Registries,
): ReadonlyMap<string, readonly Dependent[]> {
  const names = namesOf(published, documents, registries);
  const result = new Map<string, Dependent[]>();
  for (const document of documents) {
    const { kind, apiName } = document;
    const { label } = document.body as { readonly label?: LocalizedText };
    for (const mention of mentionsIn(document, registries)) {
      const dependent = { kind, apiName, pointer: mention.pointer, ...(label ? { label } : {}) };
      for (const target of targetsOf(mention, names)) {
        if (target === `object/${apiName}` && kind === "object") continue;
        const list = result.get(target) ?? [];
        if (!list.some((one) => isSame(one, dependent))) list.push(dependent);
        result.set(target, list);
      }
    }
  }
  return result;
}

function isSame(a: Dependent, b: Dependent): boolean {
  return a.kind === b.kind && a.apiName === b.apiName && a.pointer === b.pointer;
}

function targetsOf(mention: Mention, names: Names): readonly string[] {
  const { as, from, text, option } = mention;
  if (as === "name") return [`${from}/${text}`];
  const paths = as === "path" ? [text] : pathsIn(text).map((one) => one.path);
  const fields = paths.flatMap((path) =>
    names
      .path(from, path, false)
      .flatMap(({ object, name }) => (object ? [`${object.apiName}.${name}`] : [])),
  );
  return fields.flatMap((field) => [
    `field/${field}`,
    `object/${field.split(".")[0] ?? ""}`,
    ...(option === undefined ? [] : [`option/${field}.${option}`]),
  ]);
}
