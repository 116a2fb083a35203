import { matchKeys, shortHash, type ObjectModel, type StoredRecord } from "#engine";
import type { Link } from "../../ports/derived-store.ts";

/** Parts that the keys of one rule are spread over: a partition of the table takes 1,000 writes per second (AWS). */
export const MATCH_PARTS = 16;

/** Entries under which a record is found by the duplicate rules of its object: by rule, part and key, in the order of keys. */
export function matchLinks(object: ObjectModel, record: StoredRecord): readonly Link[] {
  return (object.duplicateRules ?? []).flatMap((rule) =>
    matchKeys(rule, record.values).map((key) => ({
      ...matchPlace(rule.id, key),
      member: `${key} ${record.id}`,
    })),
  );
}

/** Where the entries of a key are. */
export function matchPlace(rule: string, key: string): Pick<Link, "fieldId" | "target"> {
  return matchPart(rule, shortHash(key) % MATCH_PARTS);
}

/** One of the parts of a rule's entries, 0 to `MATCH_PARTS` - 1. */
export function matchPart(rule: string, part: number): Pick<Link, "fieldId" | "target"> {
  return { fieldId: `match.${rule}`, target: String(part).padStart(2, "0") };
}

/** Key and record of an entry. */
export function readMatch({ member }: Pick<Link, "member">): { readonly key: string; readonly id: string } {
  const at = member.lastIndexOf(" ");
  return { key: member.slice(0, at), id: member.slice(at + 1) };
}
