import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  conformanceSuite,
  recordSchema,
  validateSchema,
  type CaseMove,
  type ConformanceCase,
  type FieldModel,
  type JsonObject,
  type ObjectModel,
  type RunState,
  type WorkspaceModel,
} from "#engine";
import { composeJobs } from "#functions/compose/jobs.ts";
import { runJob } from "#functions/operations/jobs/run-job.ts";
import { decideEffects } from "#functions/operations/runs/decide-effects.ts";
import { fieldTypeSamples } from "#test/laws/samples.generated.ts";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { documents, jobEvent } from "./conformance-documents.ts";
import { publishDocuments } from "./publish-documents.ts";

/** The suite that an object's metadata gives, put to every way to write. */
let api: ApiUnderTest;
let admin: Client;
let object: ObjectModel;
let model: WorkspaceModel;
let suite: readonly ConformanceCase[];

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  await publishDocuments(admin, documents);
  api.context.models.invalidate("acme");
  const current = await api.context.models.current("acme");
  const found = current?.objects.get("offer");
  if (!current || !found) throw new Error("the object was not published");
  model = current;
  object = found;
  suite = conformanceSuite({ object, values: samplesOf, seed: 7, now: "2026-01-05T08:00:00.000Z" });
});
afterAll(() => api.stop());

function samplesOf({ definition, type, settings }: FieldModel) {
  const choices = type.choices?.(settings);
  if (choices) return { good: choices.map((one) => one.value), bad: ["x"] };
  const samples = fieldTypeSamples.find(({ type }) => type.name === definition.type)?.samples;
  const first = samples?.cases[0];
  return { good: first?.good ?? [], bad: first?.bad ?? [] };
}

/** What a way to write said of a case: nothing, or where the problems are. */
type Verdict = readonly string[] | null;
type Surface = (one: ConformanceCase) => Promise<Verdict>;

let counter = 0;

/** The same record under a code of its own, so that only `unique` cases meet another. */
function fresh(one: ConformanceCase, values: JsonObject): JsonObject {
  counter += 1;
  if (one.about === "unique") return values;
  return {
    ...values,
    ...(typeof values["code"] === "string" && one.about !== "type" ? { code: `c${counter}` } : {}),
  };
}

const pointersOf = (errors: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  errors.map((one) => String(one["pointer"]));

/** A record that the case changes; the accepted one of the suite. */
async function anExisting(): Promise<{ readonly id: string }> {
  counter += 1;
  const base = suite.find((one) => one.about === "base")?.values ?? {};
  const made = await admin.post("/objects/offer/records", {
    values: { ...base, stage: null, code: `base${counter}` },
  });
  expect(made.status, made.text).toBe(201);
  return made.body;
}

async function withExisting(one: ConformanceCase): Promise<ConformanceCase> {
  if (!one.existing || one.move) return one;
  counter += 1;
  const code = `taken${counter}`;
  await admin.post("/objects/offer/records", { values: { ...one.existing, code } });
  return { ...one, values: { ...one.values, code } };
}

/** Every field of the object: what the case leaves out is cleared. */
function asPatch(values: JsonObject): JsonObject {
  return { ...Object.fromEntries(object.fields.map((each) => [each.apiName, null])), ...values };
}

const surfaces: Readonly<Record<string, Surface>> = {
  async create(one) {
    const answer = await admin.post("/objects/offer/records", { values: fresh(one, one.values) });
    return answer.status === 201 ? null : pointersOf(answer.body.errors ?? [{ pointer: answer.text }]);
  },
  async patch(one) {
    const { id } = await anExisting();
    const answer = await admin.patch(
      `/objects/offer/records/${id}`,
      { values: asPatch(fresh(one, one.values)) },
      "*",
    );
    return answer.status === 200 ? null : pointersOf(answer.body.errors ?? [{ pointer: answer.text }]);
  },
  async "bulk create"(one) {
    return bulk({ op: "create", values: fresh(one, one.values) });
  },
  async "bulk update"(one) {
    const { id } = await anExisting();
    return bulk({ op: "update", id, values: asPatch(fresh(one, one.values)) });
  },
  async workflow(one) {
    const { id } = await anExisting();
    return byWorkflow(id, { values: asPatch(fresh(one, one.values)) });
  },
};

/** Cases about a whole record: how it came into its stage plays no part. A `move` is one too. */
function isWhole({ about }: ConformanceCase): boolean {
  return about !== "gate";
}

/** Every way to bring a record from its stage to another. */
const movers: Readonly<Record<string, (id: string, move: CaseMove) => Promise<Verdict>>> = {
  "a drag on the board": async (id, { field, to }) => {
    const read = await admin.get(`/objects/offer/records/${id}`);
    const version = `"${String(read.body["version"])}"`;
    const answer = await admin.patch(`/objects/offer/records/${id}`, { values: { [field]: to } }, version);
    return answer.status === 200 ? null : pointersOf(answer.body.errors ?? [{ pointer: answer.text }]);
  },
  "a transition": async (id, { transition }) => {
    const answer = await admin.send("POST", `/objects/offer/records/${id}/transitions/${transition}`, {
      body: {},
      headers: { "if-match": "*" },
    });
    return answer.status === 200 ? null : pointersOf(answer.body.errors ?? [{ pointer: answer.text }]);
  },
  "a bulk update": (id, { field, to }) => bulk({ op: "update", id, values: { [field]: to } }),
  "a workflow's step": (id, { field, to }) => byWorkflow(id, { values: { [field]: to } }),
  "a workflow's transition": (id, { transition }) => byWorkflow(id, { values: {}, transition }),
};

async function moved(name: string, one: ConformanceCase): Promise<Verdict> {
  const made = await admin.post("/objects/offer/records", { values: fresh(one, one.existing ?? {}) });
  expect(made.status, `${one.id} ${made.text}`).toBe(201);
  const mover = movers[name];
  if (!mover || !one.move) throw new Error("no such way");
  return mover(made.body.id, one.move);
}

/** What a workflow's step that changes a record is told. */
async function byWorkflow(
  id: string,
  change: { readonly values: JsonObject; readonly transition?: string },
): Promise<Verdict> {
  const state = { workspace: "acme", id: "run", flow: { id: "w1", kind: "workflow" }, depth: 0, path: [] };
  const effect = { kind: "updateRecord", record: { object: "offer", id }, ...change };
  const decided = await decideEffects(
    { ports: api.context as never, model, state: { ...state } as unknown as RunState },
    [{ key: "k", step: "s", effect } as never],
  );
  return decided.ok ? null : decided.problems.map((problem) => problem.pointer);
}

async function bulk(operation: object): Promise<Verdict> {
  const answer = await admin.post("/objects/offer/bulk", { operations: [operation] });
  const result = answer.body.results[0] as unknown as {
    readonly status: number;
    readonly problem?: { readonly errors?: readonly { readonly pointer: string }[] };
  };
  if (result.status < 300) return null;
  return pointersOf(result.problem?.errors ?? []).map((one) => one.replace(/^\/operations\/\d+/, ""));
}

function agrees(one: ConformanceCase, verdict: Verdict): boolean {
  if (one.refused === null || verdict === null) return one.refused === null && verdict === null;
  return one.refused.pointers.every(
    (pointer) => pointer === "" || verdict.some((each) => each.startsWith(pointer)),
  );
}

describe("the suite of an object", () => {
  it("has records of every kind, taken and refused, and is the same for a seed", () => {
    const abouts = new Set(suite.map((one) => one.about));
    expect([...abouts].sort()).toEqual([
      ...["base", "gate", "move", "required", "requiredIf", "rule", "type", "unique"],
    ]);
    expect(suite.filter((one) => one.move).map((one) => one.id)).toEqual([
      ...[
        "move send accepts",
        "move send refuses",
        "move win accepts",
        "move win refuses",
        "gate win refuses",
      ],
      ...["move lose accepts", "move lose refuses"],
    ]);
    for (const { body } of documents.filter(({ kind }) => kind === "rule"))
      for (const verdict of ["accepts", "refuses"])
        expect(suite.map((one) => one.id)).toContain(`rule ${body.apiName} ${verdict} 1`);
    expect(conformanceSuite({ object, values: samplesOf, seed: 7, now: "2026-01-05T08:00:00.000Z" })).toEqual(
      suite,
    );
  });

  it.each(["create", "patch", "bulk create", "bulk update"])("F06: is judged alike by %s", async (name) => {
    const differing: unknown[] = [];
    for (const one of suite.filter(isWhole)) {
      const prepared = await withExisting(one);
      const verdict = (await surfaces[name]?.(prepared)) ?? null;
      if (!agrees(one, verdict)) differing.push({ id: one.id, verdict, values: prepared.values });
    }
    expect(differing).toEqual([]);
  });

  it.each(Object.keys(movers))("F06: a change of stage is judged alike by %s", async (name) => {
    const differing: unknown[] = [];
    for (const one of suite.filter(({ move }) => move !== undefined)) {
      const verdict = await moved(name, one);
      if (!agrees(one, verdict)) differing.push({ id: one.id, verdict, existing: one.existing });
    }
    expect(differing).toEqual([]);
  });

  it("F06: is judged alike by a workflow's step", async () => {
    const differing: unknown[] = [];
    for (const one of suite.filter((each) => isWhole(each) && each.about !== "unique")) {
      const verdict = (await surfaces["workflow"]?.(one)) ?? null;
      if (!agrees(one, verdict)) differing.push({ id: one.id, verdict, values: one.values });
    }
    expect(differing).toEqual([]);
  });

  it("F06: is judged alike by an import", async () => {
    const typed = suite.filter((one) => isWhole(one) && one.about !== "type");
    const rows = await Promise.all(typed.map(withExisting));
    const columns = object.fields;
    const context = {
      timeZone: model.workspace.timeZone,
      locale: model.workspace.locale,
      now: "2026-01-05T08:00:00.000Z",
    };
    const cells = rows.map((one) => {
      const values = fresh(one, one.values);
      return columns.map(({ apiName, type, settings }) => {
        const value = values[apiName];
        return value === undefined ? "" : type.format(value, settings, context);
      });
    });
    const quoted = [columns.map((one) => one.apiName), ...cells]
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","))
      .join("\r\n");
    const files = [
      {
        name: "offers.csv",
        object: "offer",
        text: quoted,
        mapping: columns.map(({ apiName }) => ({ column: apiName, object: "offer", field: apiName })),
      },
    ];
    const started = await admin.post("/imports", { files, dryRun: false });
    expect(started.status, started.text).toBe(202);
    await runJob(composeJobs(), jobEvent(started.body.id));
    const done = await admin.get(`/imports/${started.body.id}`);
    const [file] = done.body["files"] as readonly {
      readonly problems: readonly { readonly row: number }[];
    }[];
    const refused = new Set(file?.problems.map((one) => one.row));
    const differing = typed.filter(
      (one, at) => one.about !== "unique" && refused.has(at + 1) !== (one.refused !== null),
    );
    expect(
      differing.map((one) => one.id),
      JSON.stringify(file),
    ).toEqual([]);
  });

  it("F06: is judged alike by the form's schema in the browser, as far as a schema says it", () => {
    const { schema } = recordSchema({ model, object });
    for (const one of suite.filter(({ about }) => ["base", "required", "type"].includes(about))) {
      const isTaken = validateSchema(schema, one.values).length === 0;
      expect(isTaken, one.id).toBe(one.refused === null);
    }
  });
});
