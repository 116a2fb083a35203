import type { Causation, WorkspaceModel } from "#engine";
import type { Job } from "../../ports/job-store.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { derivedFields } from "./derived-fields.ts";
import { distinctWays } from "./follow-change.ts";
import { LINK_PAGE, readersOf, type Reader } from "./readers.ts";
import { eachOf } from "./rebuild.ts";
import { refreshCausation, refreshRecord } from "./refresh-record.ts";

interface Cursor {
  /** Which way back. */
  readonly way: number;
  /** Last link of the way's first relation that is done. */
  readonly after?: string;
}

/** Brings many records up to date that read one which changed, some links of the nearest relation at a time. */
export const refreshReadersKind: JobKind = {
  async step(ports, workspace, job) {
    const model = await ports.models.current(workspace);
    const cursor = (job.cursor as Cursor | null) ?? { way: 0 };
    const way = model ? waysOf(model, job)[cursor.way] : undefined;
    const hop = way?.[0];
    if (!model || !way || !hop) return stepOf(job, { cursor: null, done: 0, end: "done" });
    const links = await ports.derivedStore.links(workspace, {
      objectId: hop.object.id,
      fieldId: hop.field.id,
      target: String(job.input["id"]),
      limit: LINK_PAGE,
      ...(cursor.after === undefined ? {} : { after: cursor.after }),
    });
    let done = 0;
    for (const { member } of links) {
      const rest = way.slice(1);
      const nearest: Reader = { object: hop.object, id: member };
      done += await refreshAll(ports, model, { job, nearest, rest });
    }
    return stepOf(job, { cursor: nextCursor(cursor, links), done, end: null });
  },
};

/** The ways back from the object whose record changed. */
function waysOf(model: WorkspaceModel, job: Job) {
  const object = model.objectsById.get(String(job.input["objectId"]));
  return distinctWays(object ? (derivedFields(model).waysBack.get(object.apiName) ?? []) : []);
}

function nextCursor({ way }: Cursor, links: readonly { readonly member: string }[]): Cursor {
  const last = links.at(-1)?.member;
  return links.length < LINK_PAGE || last === undefined ? { way: way + 1 } : { way, after: last };
}

async function refreshAll(
  ports: JobPorts,
  model: WorkspaceModel,
  given: {
    readonly job: Job;
    readonly nearest: Reader;
    readonly rest: Parameters<typeof readersOf>[2]["way"];
  },
): Promise<number> {
  const causation = refreshCausation(given.job.input["causation"] as Causation);
  const { nearest, rest } = given;
  let done = 0;
  const refresh = async (readers: readonly Reader[]): Promise<void> => {
    await eachOf(readers, (reader) => refreshRecord(ports, model, { ...reader, causation }));
    done += readers.length;
  };
  if (rest.length === 0) {
    await refresh([nearest]);
    return done;
  }
  let page: Reader[] = [];
  for await (const reader of readersOf(ports.derivedStore, model, { way: rest, id: nearest.id })) {
    page.push(reader);
    if (page.length < LINK_PAGE) continue;
    await refresh(page);
    page = [];
  }
  await refresh(page);
  return done;
}

function stepOf(
  job: Job,
  {
    cursor,
    done,
    end,
  }: { readonly cursor: Cursor | null; readonly done: number; readonly end: "done" | null },
): JobStep {
  const counts = { refreshed: (job.counts["refreshed"] ?? 0) + done };
  const state = cursor as Readonly<Record<string, unknown>> | null;
  return { cursor: state, counts, progress: end ? 1 : 0.5, done, left: null, errors: [], end };
}
