import {
  draftValues,
  failure,
  matchKeys,
  objectAccess,
  scorePair,
  success,
  type DuplicateRuleModel,
  type JsonObject,
  type LikenessReason,
  type ObjectModel,
  type Result,
  type StoredRecord,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { DuplicateStore } from "../../ports/duplicate-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { matchPlace, readMatch } from "../derive/match-links.ts";
import { loadVisible } from "../records/get-record.ts";
import { pairOf, pairText } from "./pair.ts";
import { notFound } from "../records/problems.ts";
import { nameOf } from "../records/reference-names.ts";

/** A record that is like another one, as the caller may see it. */
export interface Duplicate {
  readonly id: string;
  readonly name: string;
  /** 0–100. */
  readonly score: number;
  /** API name of the rule that says so with the highest score. */
  readonly rule: string;
  readonly reasons: readonly LikenessReason[];
}

export interface FoundDuplicates<Action extends string> {
  /** Most alike first, at most 20. */
  readonly items: readonly Duplicate[];
  /** What the rules that found something ask for; the gravest counts. */
  readonly action: Action;
}

/** What is to be compared; stored values are by field key. */
export interface Compared {
  readonly object: ObjectModel;
  readonly values: JsonObject;
  /** Id of the record itself, which is no duplicate of its own; absent: it is not stored yet. */
  readonly id?: string;
  /** Field keys that must be among the compared fields of a rule; absent: every rule counts. */
  readonly changed?: readonly string[];
  /** The rules to go by; absent: all that the caller may know of. */
  readonly rules?: readonly DuplicateRuleModel[];
}

export interface DuplicatePorts {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
  /** Knows which stored records somebody said are different. */
  readonly duplicateStore?: Pick<DuplicateStore, "dismissed">;
}

/** Records read per key; a key that more share tells nobody apart. */
const MOST_PER_KEY = 50;
/** Records compared with one record. */
const MOST_CANDIDATES = 200;
const MOST_SHOWN = 20;

/**
 * Records that are like these values, by API name, or like a stored record. Only records and fields within the caller's
 * reach count, so that the answer never tells of others; what an unshared duplicate must not get past is a unique field.
 */
export async function findDuplicates(
  ports: DuplicatePorts,
  caller: Caller,
  request: {
    readonly object: string;
    readonly values?: JsonObject;
    readonly id?: string;
    readonly surface: "create" | "import";
  },
): Promise<Result<FoundDuplicates<"allow" | "warn" | "block" | "create" | "skip" | "update" | "review">>> {
  const object = caller.model.objects.get(request.object);
  if (!object || !objectAccess(caller.access, request.object).read) return failure(notFound);
  const compared = await comparedBy(ports, caller, { ...request, object });
  if (!compared.ok) return compared;
  const found = await undismissed(ports, compared.value, {
    workspace: caller.workspace,
    found: await findAlike(ports.recordStore, caller, compared.value),
  });
  const rules = new Set(found.map((one) => one.rule));
  const asked = rulesFor(caller, object).filter((one) => rules.has(one.definition.apiName));
  const action = request.surface === "create" ? gravest(asked, "onCreate") : forImport(asked);
  return success({ items: found.slice(0, MOST_SHOWN), action });
}

async function undismissed(
  { duplicateStore }: DuplicatePorts,
  { object, id }: Compared,
  { workspace, found }: { readonly workspace: string; readonly found: readonly Duplicate[] },
): Promise<readonly Duplicate[]> {
  if (id === undefined || !duplicateStore || found.length === 0) return found;
  const pairs = found.map((one) => pairOf(id, one.id));
  const dismissed = await duplicateStore.dismissed(workspace, object.id, pairs);
  return found.filter((one) => !dismissed.has(pairText(pairOf(id, one.id))));
}

/** Records that are like the one compared, most alike first. */
export async function findAlike(
  recordStore: RecordStore,
  caller: Caller,
  compared: Compared,
): Promise<readonly Duplicate[]> {
  const { object, values, changed } = compared;
  const isConcerned = (rule: DuplicateRuleModel) =>
    !changed || rule.criteria.some((one) => changed.includes(one.field.id));
  const rules = (compared.rules ?? rulesFor(caller, object)).filter(isConcerned);
  const ids = await candidatesOf(recordStore, caller, { rules, compared });
  if (ids.length === 0) return [];
  const granted = objectAccess(caller.access, object.apiName);
  const records = await recordStore.getMany(
    caller.workspace,
    ids.map((id) => ({ object, id })),
  );
  const found = records
    .filter((one) => granted.seesRecord(one))
    .flatMap((record) => bestOf(caller, rules, { object, values, record }) ?? []);
  return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** The object's rules of which the caller may read every field. */
export function rulesFor(caller: Caller, object: ObjectModel): readonly DuplicateRuleModel[] {
  const granted = objectAccess(caller.access, object.apiName);
  return (object.duplicateRules ?? []).filter((rule) =>
    rule.criteria.every((one) => granted.field(one.field.apiName) !== "none"),
  );
}

/** The gravest of what the rules ask for. */
export function gravest(
  rules: readonly DuplicateRuleModel[],
  on: "onCreate" | "onUpdate",
): "allow" | "warn" | "block" {
  const asked = new Set(rules.map((one) => one.definition[on] ?? "allow"));
  return asked.has("block") ? "block" : asked.has("warn") ? "warn" : "allow";
}

/** What a person looks at goes first; nothing is written over that another rule would have left. */
function forImport(rules: readonly DuplicateRuleModel[]): "create" | "skip" | "update" | "review" {
  const asked = new Set(rules.map((one) => one.definition.onImport));
  return (["review", "skip", "update"] as const).find((one) => asked.has(one)) ?? "create";
}

async function comparedBy(
  ports: DuplicatePorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly values?: JsonObject; readonly id?: string },
): Promise<Result<Compared>> {
  const { object, values, id } = given;
  const now = ports.clock.now().toISOString();
  const draft = draftValues({ model: caller.model, object, now }, values ?? {});
  if (id === undefined) return success({ object, values: draft });
  const loaded = await loadVisible(ports, caller, { object: object.apiName, id });
  if (!loaded.ok) return loaded;
  return success({ object, id, values: { ...loaded.value.record.values, ...draft } });
}

async function candidatesOf(
  recordStore: RecordStore,
  caller: Caller,
  { rules, compared }: { readonly rules: readonly DuplicateRuleModel[]; readonly compared: Compared },
): Promise<readonly string[]> {
  const { object, values, id } = compared;
  const places = rules.flatMap((rule) =>
    matchKeys(rule, values).map((key) => ({ ...matchPlace(rule.id, key), prefix: `${key} ` })),
  );
  const lists = await Promise.all(
    places.map((place) => recordStore.linked(caller.workspace, object, { ...place, limit: MOST_PER_KEY })),
  );
  const ids = lists.flat().map((member) => readMatch({ member }).id);
  return [...new Set(ids)].filter((one) => one !== id).slice(0, MOST_CANDIDATES);
}

function bestOf(
  caller: Caller,
  rules: readonly DuplicateRuleModel[],
  given: { readonly object: ObjectModel; readonly values: JsonObject; readonly record: StoredRecord },
): Duplicate | null {
  const { object, values, record } = given;
  let best: Duplicate | null = null;
  for (const rule of rules) {
    const likelihood = scorePair(rule, values, record.values);
    if (!likelihood || (best && best.score >= likelihood.score)) continue;
    const granted = objectAccess(caller.access, object.apiName);
    const isNameVisible = granted.field(object.nameField.apiName) !== "none";
    const name = isNameVisible ? nameOf(caller.model, object, record) : "";
    best = { id: record.id, name, rule: rule.definition.apiName, ...likelihood };
  }
  return best;
}
