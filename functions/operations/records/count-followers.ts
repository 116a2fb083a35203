import { failure, success, type Result, type StoredRecord, type WorkspaceModel } from "#engine";
import { stillReferenced } from "./problems.ts";
import { referrersOf, relationsTo, type ReferrerPorts } from "./referrers.ts";

/** Records looked at at the same time, and most records that one relation of one of them may bring. */
const LANES = 8;
const MOST_PER_RELATION = 100_000;

/**
 * How many records would be written with the deletion of this one, itself not counted; the problem is the first reference
 * that forbids it, however deep.
 */
export async function followersInAll(
  ports: ReferrerPorts,
  model: WorkspaceModel,
  root: StoredRecord,
): Promise<Result<number>> {
  const removed = new Set([keyOf(root)]);
  const kept = new Map<string, { readonly refusal: ReturnType<typeof stillReferenced> | null }>();
  let open: readonly StoredRecord[] = [root];
  while (open.length > 0) {
    const next: StoredRecord[] = [];
    for (let at = 0; at < open.length; at += LANES) {
      const found = await Promise.all(open.slice(at, at + LANES).map((one) => pointingAt(ports, model, one)));
      for (const { record, rule, refusal } of found.flat()) {
        if (rule !== "cascade") kept.set(keyOf(record), { refusal });
        else if (!removed.has(keyOf(record))) {
          removed.add(keyOf(record));
          next.push(record);
        }
      }
    }
    open = next.filter((one) => relationsTo(model, one.object).length > 0);
  }
  const others = [...kept].filter(([key]) => !removed.has(key)).map(([, one]) => one);
  const refused = others.find((one) => one.refusal !== null);
  return refused?.refusal ? failure(refused.refusal) : success(removed.size - 1 + others.length);
}

async function pointingAt(ports: ReferrerPorts, model: WorkspaceModel, target: StoredRecord) {
  const lists = await Promise.all(
    relationsTo(model, target.object).map(async (relation) => {
      const { object, field } = relation;
      const rule = field.type.onDelete?.(field.settings);
      const records = await referrersOf(ports, model, { relation, target, limit: MOST_PER_RELATION });
      const refusal =
        rule === "restrict" ? stillReferenced(object.definition.pluralLabel, String(records.length)) : null;
      return records.map((record) => ({ record, rule, refusal }));
    }),
  );
  return lists.flat();
}

function keyOf({ object, id }: StoredRecord): string {
  return `${object}/${id}`;
}
