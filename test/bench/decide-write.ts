import {
  compileWorkspace,
  decideWrite,
  type MetadataDocument,
  type StoredRecord,
  type WriteRequest,
} from "#engine";
import type { Row } from "./row.ts";

const NOW = "2026-01-05T08:00:00.000Z";
const WRITES = 20_000;
const ROUNDS = 5;

/** Create and update of a 30-field record with 5 rules, one core, best of five rounds (target of the issue). */
export function run(): Promise<readonly Row[]> {
  const model = workspace();
  const object = model.objects.get("deal");
  if (!object) throw new Error("the benchmark's object did not compile");
  const related = [{ ref: { object: "deal", id: "D0" }, visible: true }];
  const base = {
    model,
    object,
    access: null,
    related,
    numbers: {},
    id: "01J0000000000000000000DEAL",
    now: NOW,
    causation: {
      command: "c",
      correlation: "c",
      depth: 0,
      path: [],
      actor: { kind: "user", id: "u1" },
    },
  } as const;
  const created = {
    ...base,
    kind: "create",
    current: null,
    expectedVersion: null,
    values: values(),
  } as const;
  const create = () => decideWrite(created);
  const first = create();
  if (!first.ok) throw new Error(JSON.stringify(first.problems));
  const current: StoredRecord = first.value.record;
  const updated = ["one", "two"].map((t1, at) => ({
    ...base,
    kind: "update" as const,
    current,
    expectedVersion: 1,
    values: { n1: at + 10, t1 },
  }));
  const update = (at: number) => decideWrite(updated[at % 2] as WriteRequest);
  return Promise.resolve([row("create", perSecond(create)), row("update", perSecond(update))]);
}

function row(what: string, value: number): Row {
  return {
    measure: `decide-write, ${what}`,
    measured: "decisions per CPU second, 30 fields, 5 rules",
    value,
    target: 20_000,
    goal: "atLeast",
  };
}

function perSecond(action: (at: number) => { readonly ok: boolean }): number {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage();
    for (let at = 1; at <= WRITES; at += 1)
      if (!action(at).ok) throw new Error("a benchmark write was refused");
    const { user, system } = process.cpuUsage(start);
    rates.push((WRITES / (user + system)) * 1_000_000);
  }
  return Math.max(...rates);
}

const kinds = {
  t: { type: "text", count: 8 },
  n: { type: "number", count: 5 },
  m: { type: "currency", count: 3 },
  d: { type: "date", count: 4 },
  s: { type: "select", count: 3 },
  b: { type: "checkbox", count: 2 },
  e: { type: "email", count: 1 },
  p: { type: "phone", count: 1 },
  i: { type: "dateTime", count: 1 },
  x: { type: "multiSelect", count: 1 },
  r: { type: "relation", count: 1 },
} as const;

const label = { "zh-CN": "字段", en: "Field" };
const options = ["a", "b", "c"].map((value) => ({ value, label }));
const settings: Readonly<Record<string, object>> = {
  select: { options },
  multiSelect: { options },
  relation: { target: "deal", onDelete: "restrict" },
};

function workspace() {
  const fields = Object.entries(kinds).flatMap(([letter, { type, count }]) =>
    Array.from({ length: count }, (_, at) => ({
      id: `f${letter}${at + 1}`,
      apiName: `${letter}${at + 1}`,
      type,
      label,
      required: at === 0,
      indexed: at === 0 && type !== "multiSelect",
      ...(settings[type] ? { settings: settings[type] } : {}),
    })),
  );
  const object = { id: "o1", apiName: "deal", label, pluralLabel: label, nameField: "t1", fields };
  const conditions = [
    "record.n1 >= 0",
    "record.m1 == null || record.m1.amount <= 1000000",
    "record.d1 <= record.d2",
    'record.s1 != "c" || record.n2 > 10',
    '!record.b1 || (record.t2 != "" && record.n3 * 2 < 1000)',
  ];
  const rules = conditions.map((must, at) => ({
    id: `r${at}`,
    apiName: `rule_${at}`,
    label,
    object: "deal",
    must,
    message: label,
  }));
  const documents: MetadataDocument[] = [
    { kind: "object", id: object.id, apiName: "deal", body: object },
    ...rules.map((body) => ({ kind: "rule", id: body.id, apiName: body.apiName, body })),
  ];
  const index = (slot: string, sort: string) =>
    ({ id: slot, generation: "aa", slot, equal: [], sort, state: "ready" }) as const;
  return compileWorkspace({
    settings: { id: "acme", name: "Acme", timeZone: "Asia/Shanghai", locale: "zh-CN", currency: "CNY" },
    version: 1,
    documents,
    indexes: { o1: [index("w1", "ft1"), index("w2", "fn1"), index("t1", "fd1"), index("t2", "fs1")] },
  });
}

function values() {
  const money = { amount: "1234.50", currency: "CNY" };
  const texts = Array.from({ length: 8 }, (_, n) => [`t${n + 1}`, `上海贸易有限公司 ${n}`]);
  return {
    ...Object.fromEntries(texts),
    ...{ n1: 1, n2: 20, n3: 30.5, n4: 4, n5: 5, m1: money, m2: money, m3: money },
    ...{ d1: "2026-01-01", d2: "2026-02-01", d3: "2026-03-01", d4: "2026-04-01", s1: "a", s2: "b", s3: "c" },
    ...{ b1: true, b2: false, e1: "name@example.com", p1: "13800138000", i1: NOW, x1: ["a", "b"], r1: "D0" },
  };
}
