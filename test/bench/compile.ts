import {
  compileExpression,
  compileWorkspace,
  environmentOf,
  fieldTypes,
  type MetadataDocument,
} from "#engine";
import { fieldTypeSamples } from "#test/laws/samples.generated.ts";
import { median, type Row } from "./row.ts";

const FIELDS = 100;
const ROUNDS = 15;
const label = { "zh-CN": "甲", en: "A" };
const settings = {
  id: "acme",
  name: "Acme",
  timeZone: "Asia/Shanghai",
  locale: "zh-CN",
  currency: "CNY",
} as const;

/** Compile of an object of 100 fields of every kind, with rules and a formula, and the check of a formula while it is typed. */
export function run(): Promise<readonly Row[]> {
  const documents = documentsOf();
  const compile = () => compileWorkspace({ settings, version: 1, documents, indexes: {} });
  const model = compile();
  const object = model.objects.get("thing");
  if (!object || object.fields.length !== FIELDS) throw new Error("the benchmark's object did not compile");
  const environment = environmentOf(object, model.workspace);
  const check = (round: number) => {
    const result = compileExpression(formula(round), environment);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
  };
  check(-1);
  return Promise.resolve([
    {
      measure: "type check of a formula",
      measured: "median of one with 20 references and 10 calls on an object of 100 fields, milliseconds",
      value: median(times(check)),
      target: 5,
      goal: "atMost",
    },
    {
      measure: "compile of an object",
      measured: "median of 100 fields of every type with 5 rules, milliseconds",
      value: median(times(compile)),
      target: 30,
      goal: "atMost",
    },
  ]);
}

function times(action: (round: number) => unknown): readonly number[] {
  return Array.from({ length: ROUNDS }, (_, round) => {
    const start = performance.now();
    action(round);
    return performance.now() - start;
  });
}

/** Different in each round, so that nothing is remembered. */
function formula(round: number): string {
  const term = (at: number) => `max(record.n${at % 5}, coalesce(record.n${(at + 1) % 5}, ${round + 1}))`;
  return Array.from({ length: 10 }, (_, at) => term(at)).join(" + ");
}

function documentsOf(): readonly MetadataDocument[] {
  const usable = fieldTypes.filter((one) => one.computed === undefined && one.references === undefined);
  const numbers = Array.from({ length: 5 }, (_, at) => ({
    apiName: `n${at}`,
    type: "number",
    label,
    id: `n${at}`,
  }));
  const others = Array.from({ length: FIELDS - 6 }, (_, at) => {
    const type = usable[at % usable.length]?.name ?? "text";
    const samples = fieldTypeSamples.find((one) => one.type.name === type)?.samples;
    return { apiName: `f${at}`, type, label, id: `f${at}`, settings: { ...samples?.cases[0]?.settings } };
  });
  const name = { apiName: "name", type: "text", label, id: "name" };
  const body = {
    id: "o1",
    apiName: "thing",
    label,
    pluralLabel: label,
    nameField: "name",
    fields: [name, ...numbers, ...others],
  };
  const rules = numbers.map(({ apiName }) => ({
    kind: "rule",
    id: `r${apiName}`,
    apiName: `rule_${apiName}`,
    body: {
      apiName: `rule_${apiName}`,
      object: "thing",
      label,
      message: label,
      must: `record.${apiName} >= 0 || has(record.name)`,
    },
  }));
  return [{ kind: "object", id: "o1", apiName: "thing", body }, ...rules] as readonly MetadataDocument[];
}
