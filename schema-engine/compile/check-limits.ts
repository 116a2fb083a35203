import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { RuleDefinition } from "../contract/metadata/rule.ts";
import { limits } from "../contract/limits.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";

/** A document with what is beyond a limit in it; the pointer is relative to the document. */
export interface LimitFinding {
  readonly document: MetadataDocument;
  readonly problem: Problem;
}

/** Bounds that one document alone does not show: objects of the workspace, rules of an object. */
export function checkLimits(documents: readonly MetadataDocument[]): readonly LimitFinding[] {
  const objects = documents.filter((one) => one.kind === "object");
  return [
    ...beyond(objects, limits.objects, ["对象", "objects"]),
    ...perObject(documents, "rule").flatMap((one) =>
      beyond(one, limits.rules, ["校验规则", "validation rules"]),
    ),
    ...perObject(documents, "duplicateRule").flatMap((one) =>
      beyond(one, limits.duplicateRules, ["查重规则", "duplicate rules"]),
    ),
  ];
}

/** Documents of a kind that belong to objects, together with those of the same object. */
function perObject(documents: readonly MetadataDocument[], kind: string): readonly MetadataDocument[][] {
  const found = new Map<string, MetadataDocument[]>();
  for (const one of documents.filter((document) => document.kind === kind)) {
    const { object = "" } = one.body as Partial<RuleDefinition>;
    const known = found.get(object);
    if (known) known.push(one);
    else found.set(object, [one]);
  }
  return [...found.values()];
}

/** One finding at the first document beyond the limit, whatever the number of them. */
function beyond(
  documents: readonly MetadataDocument[],
  most: number,
  [chinese, english]: readonly [string, string],
): readonly LimitFinding[] {
  const document = documents[most];
  if (!document) return [];
  const current = documents.length;
  return [
    {
      document,
      problem: limitProblem(most, current, [
        `${chinese}最多 ${most} 个，现在是 ${current} 个。`,
        `There may be at most ${most} ${english}; there are ${current}.`,
      ]),
    },
  ];
}

/** The problem of being beyond a published limit. */
export function limitProblem(most: number, current: number, texts: readonly [string, string]): Problem {
  return { ...invalid("", "limit", bilingual(...texts)), details: { limit: most, current } };
}
