import type { ObjectModel, RecordWrite, StoredRecord } from "#engine";
import type { CommitOutcome, RecordStore } from "../../ports/record-store.ts";

/** How writes of single records are carried out. */
export interface SingleWrites {
  /** Whether one conditional write will do for it. */
  isSingle(write: RecordWrite): boolean;
  /** Each as `commit` would; of different records. In their order. */
  commitEach(workspace: string, writes: readonly RecordWrite[]): Promise<readonly CommitOutcome[]>;
}

/**
 * A store for work that does many things at once: reads by id, and writes of single records, that are asked for in the same
 * turn of the event loop travel together. What each of them means and answers is as without it.
 */
export function gatheringStore(store: RecordStore, single: SingleWrites): RecordStore {
  const reads = gather<Read, readonly StoredRecord[]>(async (asked) => {
    const records = await store.getMany(
      asked[0]?.workspace ?? "",
      asked.flatMap(({ refs }) => refs),
    );
    const found = new Map(records.map((one) => [nameOf(one.object, one.id), one]));
    return asked.map(({ refs }) =>
      refs.flatMap((one) => found.get(nameOf(one.object.apiName, one.id)) ?? []),
    );
  });
  const writes = gather<Write, CommitOutcome>((asked) =>
    single.commitEach(
      asked[0]?.workspace ?? "",
      asked.map(({ write }) => write),
    ),
  );
  const gathering: RecordStore = {
    ...store,
    get: async (workspace, object, id) => (await reads({ workspace, refs: [{ object, id }] }))[0] ?? null,
    getMany: (workspace, refs) => reads({ workspace, refs }),
    commit: (workspace, asked) => {
      const [write, ...others] = asked;
      if (!write || others.length > 0 || !single.isSingle(write)) return store.commit(workspace, asked);
      return writes({ workspace, write });
    },
    together: () => gathering,
  };
  return gathering;
}

interface Read {
  readonly workspace: string;
  readonly refs: readonly { readonly object: ObjectModel; readonly id: string }[];
}

interface Write {
  readonly workspace: string;
  readonly write: RecordWrite;
}

function nameOf(object: string, id: string): string {
  return `${object}/${id}`;
}

/** Carries out what was asked for until the end of the turn, one call for each workspace. */
function gather<Asked extends { readonly workspace: string }, Given>(
  carryOut: (asked: readonly Asked[]) => Promise<readonly Given[]>,
): (asked: Asked) => Promise<Given> {
  interface Open {
    readonly asked: Asked;
    readonly answer: (given: Given) => void;
    readonly fail: (error: unknown) => void;
  }
  let open: Open[] = [];
  const flush = (): void => {
    const all = open;
    open = [];
    for (const workspace of new Set(all.map((one) => one.asked.workspace))) {
      const own = all.filter((one) => one.asked.workspace === workspace);
      carryOut(own.map((one) => one.asked)).then(
        (given) => {
          for (const [at, one] of own.entries()) one.answer(given[at] as Given);
        },
        (error: unknown) => {
          for (const one of own) one.fail(error);
        },
      );
    }
  };
  return (asked) =>
    new Promise<Given>((answer, fail) => {
      if (open.length === 0) setImmediate(flush);
      open.push({ asked, answer, fail });
    });
}
