import { invalid, type JsonObject, type ObjectModel, type Problem } from "#engine";
import type { Caller } from "../access/caller.ts";
import { findDuplicates, type Duplicate, type DuplicatePorts } from "../cleansing/find-duplicates.ts";

/** What the duplicate rules make of a row that would become a new record. */
export type DuplicateVerdict =
  | { readonly kind: "create" }
  | { readonly kind: "update"; readonly id: string }
  | { readonly kind: "left"; readonly state: "skipped" | "failed"; readonly problem: Problem };

/** Looks for records that a new one would double, by the rules' `onImport`; `own` is the id the row's record has or gets. */
export async function judgeDuplicates(
  ports: DuplicatePorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly values: JsonObject; readonly own: string },
): Promise<DuplicateVerdict> {
  const { object, values, own } = given;
  if ((object.duplicateRules ?? []).length === 0) return { kind: "create" };
  const found = await findDuplicates(ports, caller, { object: object.apiName, values, surface: "import" });
  const [best] = found.ok ? found.value.items.filter((one) => one.id !== own) : [];
  if (!found.ok || !best) return { kind: "create" };
  const verdict = Object.hasOwn(verdicts, found.value.action) ? verdicts[found.value.action] : undefined;
  return verdict ? verdict(best) : { kind: "create" };
}

const verdicts: Readonly<Record<string, (best: Duplicate) => DuplicateVerdict>> = {
  update: ({ id }) => ({ kind: "update", id }),
  skip: (best) => ({ kind: "left", state: "skipped", problem: likeAnother(best) }),
  review: (best) => ({ kind: "left", state: "failed", problem: toBeReviewed(best) }),
};

function likeAnother({ name, score }: Duplicate): Problem {
  return invalid("", "possible_duplicate", {
    "zh-CN": `与已有记录“${name}”相似（${score} 分），按查重规则未导入。`,
    en: `It is like the record “${name}” (score ${score}); the duplicate rule leaves such rows out.`,
  });
}

function toBeReviewed({ name, score }: Duplicate): Problem {
  return invalid("", "possible_duplicate", {
    "zh-CN": `与已有记录“${name}”相似（${score} 分），请核对后再导入。`,
    en: `It is like the record “${name}” (score ${score}); look at it before you import it.`,
  });
}
