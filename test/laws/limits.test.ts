import { describe, expect, it } from "vitest";
import {
  checkDocument,
  checkWorkspace,
  decideWrite,
  limits,
  utf8Length,
  type MetadataDocument,
  type Problem,
} from "#engine";
import { aCausation } from "#test/builders/record.ts";
import { aField as field, anObject as object, aWorkspaceModel } from "#test/builders/model.ts";

/** One below, at and one above a bound. */
function around(most: number): readonly (readonly [count: number, isTaken: boolean])[] {
  return [
    [most - 1, true],
    [most, true],
    [most + 1, false],
  ];
}

/** Ids as the server gives them. */
const aField: typeof field = (name, type, more) => ({ ...field(name, type, more), id: name });
const anObject: typeof object = (name, fields = [], more = {}) =>
  object(name, [aField("name"), ...fields], { id: name, ...more });

const label = (text: string) => ({ "zh-CN": text, en: text });
const times = <One>(count: number, make: (at: number) => One): readonly One[] =>
  Array.from({ length: count }, (_, at) => make(at));
const beyond = (problems: readonly Problem[]) => problems.filter(({ code }) => code === "limit");
const settings = { id: "acme", name: "Acme", timeZone: "UTC", locale: "en", currency: "CNY" } as const;
const candidate = (documents: readonly MetadataDocument[]) => checkWorkspace({ settings, documents });
const asDocument = (kind: string, body: { readonly id?: string; readonly apiName: string }) => ({
  kind,
  id: body.id ?? body.apiName,
  apiName: body.apiName,
  body,
});

describe("M06: one document", () => {
  const options = (count: number) =>
    times(count, (at) => ({ value: `v${at}`, label: { "zh-CN": `${at}`, en: `${at}` } }));
  const pipeline = {
    apiName: "p",
    label: label("P"),
    object: "deal",
    stageField: "stage",
    stages: [{ option: "a", probability: 1, category: "open" }],
  };
  const stage = (at: number) => ({ option: `s${at}`, probability: 1, category: "open" });
  const transition = (at: number) => ({ apiName: `t${at}`, label: label("T"), to: "a" });
  const step = (at: number) => ({
    apiName: `n${at}`,
    type: "wait",
    settings: {},
    next: { done: `n${at + 1}` },
  });
  const steps = (count: number) =>
    times(count, (at) => (at === count - 1 ? { ...step(at), next: {} } : step(at)));
  const unique = (at: number) => ({ apiName: `u${at}`, label: label("U"), fields: ["name", "other"] });
  const flow = (count: number) => ({ apiName: "f", label: label("F"), object: "deal", nodes: steps(count) });
  const withUniques = (count: number) =>
    anObject("a", [aField("other")], { uniques: [...times(count, unique)] });
  const cases: readonly (readonly [string, number, string, (count: number) => object])[] = [
    [
      "fields of an object",
      limits.fields,
      "object",
      (n) =>
        anObject(
          "a",
          times(n - 1, (at) => aField(`f${at}`)),
        ),
    ],
    [
      "options of a set",
      limits.options,
      "optionSet",
      (n) => ({ apiName: "s", label: label("S"), options: options(n) }),
    ],
    ["combined uniques", limits.uniqueCombinations, "object", withUniques],
    ["stages", limits.stages, "pipeline", (n) => ({ ...pipeline, stages: times(n, stage) })],
    [
      "transitions",
      limits.transitions,
      "pipeline",
      (n) => ({ ...pipeline, transitions: times(n, transition) }),
    ],
    ["steps of a workflow", limits.steps, "workflow", flow],
    ["steps of a journey", limits.steps, "journey", flow],
  ];
  for (const [name, most, kind, make] of cases)
    it.each(around(most))(`${name}: %i are taken: %s`, (count, isTaken) => {
      const problems = checkDocument(kind, make(count));
      if (isTaken) return expect(problems).toEqual([]);
      const [problem, ...others] = beyond(problems);
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ kind: "invalid", details: { limit: most, current: count } });
      return expect(problem?.message.en).toContain(String(most));
    });

  it.each(around(limits.documentBytes))("bytes of a document: %i are taken: %s", (bytes, isTaken) => {
    const name = aField("name");
    const empty = { ...anObject("a"), fields: [{ ...name, settings: { filler: "" } }] };
    const filler = "x".repeat(bytes - JSON.stringify(empty).length);
    const body = { ...empty, fields: [{ ...name, settings: { filler } }] };
    const problems = checkDocument("object", body);
    expect(problems.map(({ code, details }) => [code, details])).toEqual(
      isTaken ? [] : [["limit", { limit: limits.documentBytes, current: bytes }]],
    );
  });
});

describe("M06: the workspace", () => {
  it.each(around(limits.objects))("objects: %i are taken: %s", (count, isTaken) => {
    const problems = candidate(times(count, (at) => asDocument("object", anObject(`o${at}`))));
    expect(problems.map(({ pointer, code, details }) => [pointer, code, details])).toEqual(
      isTaken ? [] : [[`/object/o${count - 1}`, "limit", { limit: limits.objects, current: count }]],
    );
  });

  it.each(around(limits.rules))("rules of an object: %i are taken: %s", (count, isTaken) => {
    const rule = (at: number) => ({
      apiName: `r${at}`,
      label: label("R"),
      object: "a",
      must: "record.name != ''",
      message: label("No"),
    });
    const owner = asDocument("object", anObject("a"));
    const problems = candidate([owner, ...times(count, (at) => asDocument("rule", rule(at)))]);
    expect(problems.map(({ pointer, code, details }) => [pointer, code, details])).toEqual(
      isTaken ? [] : [[`/rule/r${count - 1}`, "limit", { limit: limits.rules, current: count }]],
    );
  });
});

describe("R11: bytes of a record", () => {
  const long = times(6, (at) => aField(`text${at}`, "longText", { settings: { maxLength: 50_000 } }));
  const model = aWorkspaceModel([anObject("big", long)]);
  const big = model.objects.get("big");
  if (!big) throw new Error("the object is missing");
  /** Values whose stored JSON has so many bytes: characters of four bytes, filled up with one-byte ones. */
  const values = (bytes: number): Record<string, string> => {
    const made = Object.fromEntries(long.map(({ apiName }) => [apiName, "𠮷".repeat(12_500)]));
    const spare = () => bytes - utf8Length(JSON.stringify(stored(made)));
    made["text5"] = "";
    made["text5"] = "x".repeat(spare());
    return made;
  };
  const stored = (made: Record<string, string>) =>
    Object.fromEntries(long.map(({ id, apiName }) => [id ?? apiName, made[apiName]]));

  it.each(around(limits.recordBytes))("%i are taken: %s", (bytes, isTaken) => {
    const decided = decideWrite({
      model,
      object: big,
      kind: "create",
      access: null,
      current: null,
      expectedVersion: null,
      values: values(bytes),
      causation: aCausation,
      now: "2026-01-01T00:00:00.000Z",
      id: "r1",
      numbers: {},
      related: [],
    });
    expect(decided.ok ? [] : decided.problems.map(({ code }) => code)).toEqual(isTaken ? [] : ["too_large"]);
  });
});
