import type { Json } from "#engine";
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { computed, ref, shallowRef } from "vue";
import type { RecordAnswer } from "../../api/answers.ts";
import { ApiError } from "../../api/api-error.ts";
import { readRecord, updateRecord } from "../../api/records.ts";

/** Two values of one field after someone else was faster. */
export interface Conflict {
  readonly field: string;
  readonly mine: Json;
  readonly theirs: Json;
}

/** One record with its changes: saved against the version seen; a conflict shows both values. */
export function useRecord(target: () => { readonly object: string; readonly id: string }) {
  const client = useQueryClient();
  const key = computed(() => ["records", target().object, "one", target().id]);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readRecord(target().object, target().id, signal),
  });
  const conflicts = shallowRef<readonly Conflict[]>([]);
  const saving = ref(false);

  async function took(record: RecordAnswer): Promise<void> {
    client.setQueryData<RecordAnswer>(key.value, (old) => ({
      ...record,
      references: { ...old?.references, ...record.references },
    }));
    await afterChange(client, target());
  }
  /** Saves some values; `version` null overwrites knowingly. True when saved, false when there is a conflict to settle. */
  async function change(values: Readonly<Record<string, Json>>, version?: number | null): Promise<boolean> {
    const record = query.data.value;
    if (!record) return false;
    saving.value = true;
    try {
      const seen = version === undefined ? record.version : version;
      await took(await updateRecord({ ...target(), version: seen }, { values }));
      conflicts.value = [];
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      await compare(values);
      return false;
    } finally {
      saving.value = false;
    }
  }
  /** Gives the record to another person. */
  async function giveTo(owner: string): Promise<void> {
    const record = query.data.value;
    if (record) await took(await updateRecord({ ...target(), version: record.version }, { owner }));
  }
  async function compare(values: Readonly<Record<string, Json>>): Promise<void> {
    const { data } = await query.refetch();
    conflicts.value = Object.entries(values).map(([field, mine]) => ({
      field,
      mine,
      theirs: data?.values[field] ?? null,
    }));
  }
  return { query, change, giveTo, compare, took, conflicts, saving };
}

/** Lists, boards and the timeline that show the record are asked anew. */
async function afterChange(
  client: QueryClient,
  { object, id }: { readonly object: string; readonly id: string },
): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["timeline", object, id] }),
    client.invalidateQueries({ queryKey: ["records", object, "list"] }),
    client.invalidateQueries({ queryKey: ["records", object, "board"] }),
  ]);
}
