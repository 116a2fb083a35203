import { expect } from "vitest";
import { composeJobs } from "#functions/compose/jobs.ts";
import { kinds } from "#functions/operations/jobs/kinds.ts";
import type { Client, Seen } from "./api-under-test.ts";

export const label = (name: string) => ({ "zh-CN": name, en: name });
export const field = (apiName: string, type: string, settings?: object) => ({
  apiName,
  type,
  label: label(apiName),
  ...(settings ? { settings } : {}),
});
const indexed = (one: ReturnType<typeof field>) => ({ ...one, indexed: true });

/** What a company has beside its name. */
export const companyFields = [
  field("industry", "text"),
  field("parent", "relation", { target: "company", hierarchy: true }),
  indexed(field("projects", "rollup", { object: "project", field: "company", fn: "count" })),
  field("worth", "rollup", {
    object: "project",
    field: "company",
    fn: "sum",
    of: "price",
    result: "currency",
  }),
  field("most", "rollup", { object: "project", field: "company", fn: "max", of: "score", result: "number" }),
  field("big", "rollup", {
    object: "project",
    field: "company",
    fn: "count",
    filter: { field: "score", op: "gte", value: 10 },
  }),
  field("mean", "rollup", { object: "project", field: "company", fn: "avg", of: "score", result: "number" }),
  field("rank", "formula", { expression: "record.projects * 2 + 1", result: "number" }),
];
/** What a project has beside its name. */
export const projectFields = [
  field("company", "relation", { target: "company", onDelete: "clear" }),
  field("price", "currency"),
  field("score", "number"),
  indexed(field("sector", "formula", { expression: "record.company.industry", result: "text" })),
  field("above", "formula", { expression: "record.company.parent.industry + '!'", result: "text" }),
  field("members", "multiRelation", { target: "company" }),
  field("about", "relation", { targets: ["company", "task_item"] }),
];

const taskFields = [
  field("project", "relation", { kind: "masterDetail", target: "project" }),
  field("sector", "formula", { expression: "record.project.company.industry", result: "text" }),
];

/** Companies in a hierarchy, their projects, and tasks that are parts of projects. */
export class RelationsWorld {
  readonly #admin: Client;

  constructor(admin: Client) {
    this.#admin = admin;
  }

  async publishObjects(): Promise<void> {
    await this.putObject("company", companyFields);
    await this.putObject("project", projectFields);
    await this.putObject("task_item", taskFields);
    await this.publish();
  }

  /** Puts an object with a name and these fields into the draft. */
  async putObject(apiName: string, fields: readonly object[]): Promise<void> {
    const body = {
      apiName,
      label: label(apiName),
      pluralLabel: label(`${apiName}s`),
      nameField: "name",
      fields: [field("name", "text"), ...fields],
    };
    const put = await this.#admin.send("PUT", `/metadata/draft/object/${apiName}`, { body });
    expect(put.status, put.text).toBeLessThan(300);
  }

  /** Publishes the draft, of which nothing may be refused. */
  async publish(): Promise<void> {
    const plan = await this.#admin.post("/metadata/plan", {});
    expect(plan.body["refused"], plan.text).toEqual([]);
    const published = await this.#admin.post("/metadata/publish", { plan: plan.body.id });
    expect(published.status, published.text).toBe(200);
  }

  async create(object: string, values: object): Promise<string> {
    const made = await this.#admin.post(`/objects/${object}/records`, { values });
    expect(made.status, made.text).toBe(201);
    return made.body.id;
  }

  async valuesOf(object: string, id: string): Promise<Readonly<Record<string, unknown>>> {
    const read = await this.#admin.get(`/objects/${object}/records/${id}`);
    expect(read.status, read.text).toBe(200);
    return read.body.values;
  }

  /** Changes a record, whatever its version; the answer may be a refusal. */
  change(object: string, id: string, body: object): Promise<Seen> {
    return this.#admin.patch(`/objects/${object}/records/${id}`, body, "*");
  }

  /** How many tasks a project has. */
  async tasksOf(project: string): Promise<number> {
    const found = await this.#admin.post("/objects/task_item/query", {
      filter: { field: "project", op: "eq", value: project },
      count: true,
      limit: 1,
    });
    return found.body.count;
  }

  /** Runs a job as its function does; the process ends before one of its commits. */
  async runJobOf(id: string, { failAfter }: { readonly failAfter: number }): Promise<void> {
    const ports = composeJobs();
    let commits = 0;
    const recordStore: typeof ports.recordStore = {
      ...ports.recordStore,
      commit: (...given) => {
        commits += 1;
        return commits > failAfter ? Promise.reject(new Error("killed")) : ports.recordStore.commit(...given);
      },
    };
    for (let steps = 0; steps < 100; steps += 1) {
      const job = await ports.jobStore.get("acme", id);
      const kind = kinds[job?.kind ?? ""];
      if (!job || !kind || !("step" in kind)) throw new Error("no such job");
      const { cursor, counts, progress, end } = await kind.step({ ...ports, recordStore }, "acme", job);
      const state = end ?? "running";
      await ports.jobStore.save("acme", {
        ...job,
        state,
        cursor,
        counts,
        progress,
        revision: job.revision + 1,
      });
      if (end) return;
    }
    throw new Error("the job did not end");
  }
}
