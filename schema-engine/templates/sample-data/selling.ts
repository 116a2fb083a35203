import { from, many, owners, shifted, surnames, yuan, type Making, type SampleRecord } from "./making.ts";

/** Records that new ones refer to. */
export interface Known {
  readonly accounts: readonly SampleRecord[];
  readonly deals: readonly SampleRecord[];
}

/** Leads, products, quotes with their lines, contracts and payments. */
export function sellingRecords(making: Making, { accounts, deals }: Known): readonly SampleRecord[] {
  const leads = many(20, (at) => lead(making, accounts, at));
  const products = catalogue.map((one, at) => product(one, at));
  const quotes = many(20, (at) => quote(making, deals, at));
  const lines = quotes.flatMap((one, at) => [
    line(making, { quote: one, products, at: at * 2 }),
    line(making, { quote: one, products, at: at * 2 + 1 }),
  ]);
  const won = deals.filter((one) => one.values["stage"] === "won");
  const contracts = won.slice(0, 20).map((one, at) => contract(making, one, at));
  const payments = contracts.flatMap((one, at) => paymentsOf(making, one, at));
  return [...leads, ...products, ...quotes, ...lines, ...contracts, ...payments];
}

/** Who takes part in the first deals: their contact, and a colleague of it. */
export function participantRecords(
  deals: readonly SampleRecord[],
  contacts: readonly SampleRecord[],
): readonly SampleRecord[] {
  const parts = ["supports", "pays", "user", "opposes"];
  return deals.slice(0, 24).flatMap((deal, at) => {
    const main = deal.links["contact"] ?? "";
    const colleague = contacts.find(
      (one) => one.key !== main && one.links["account"] === deal.links["account"],
    );
    const part = (contact: string, role: string): SampleRecord => ({
      ...{ object: "deal_contact", key: `deal_contact-${at}-${role}`, owner: null },
      values: { role },
      links: { deal: deal.key, contact },
    });
    const second = parts[at % parts.length] ?? "user";
    return [part(main, "decides"), ...(colleague ? [part(colleague.key, second)] : [])];
  });
}

const leadStatuses = [
  "new",
  "new",
  "contacted",
  "contacted",
  "qualified",
  "qualified",
  "converted",
  "disqualified",
];

function lead({ pick, today }: Making, accounts: readonly SampleRecord[], at: number): SampleRecord {
  const status = from(pick, leadStatuses);
  const city = from(pick, ["北京市", "上海市", "天津市", "重庆市"]);
  const isOpen = status !== "converted" && status !== "disqualified";
  return {
    object: "lead",
    key: `lead-${at}`,
    owner: from(pick, owners),
    values: {
      name: `${from(pick, surnames)}${from(pick, ["先生", "女士", "经理", "主管"])}`,
      company: `${city.slice(0, 2)}${from(pick, ["远景", "恒泰", "众合", "启明"])}${from(pick, ["贸易", "制造", "科技"])}公司`,
      title: from(pick, ["采购经理", "总经理", "信息主管"]),
      phone: `+86139${String(10_000_000 + pick(89_999_999))}`,
      email: `lead${at + 1}@customer.example`,
      status,
      source: from(pick, ["website", "referral", "exhibition", "campaign", "partner", "cold_call"]),
      rating: pick(5) + 1,
      expected_amount: yuan((pick(40) + 2) * 2500),
      address: { province: city, street: `示例路 ${pick(200) + 1} 号` },
      tags: [from(pick, ["急需", "预算已定", "对比中"])],
      ...(isOpen ? { next_contact_on: shifted(today, pick(20) - 4) } : {}),
      ...(status === "disqualified"
        ? { loss_reason: from(pick, ["no_need", "no_budget", "unreachable"]) }
        : {}),
    },
    links: status === "converted" ? { account: from(pick, accounts).key } : {},
  };
}

const catalogue = [
  ["软件许可", "software", "licence", 12_000],
  ["软件许可（专业版）", "software", "licence", 26_000],
  ["数据平台", "software", "year", 68_000],
  ["移动应用", "software", "licence", 18_000],
  ["咨询服务", "service", "day", 3_200],
  ["实施服务", "service", "day", 2_800],
  ["年度支持", "service", "year", 24_000],
  ["培训课程", "training", "day", 4_500],
  ["管理员认证培训", "training", "day", 6_000],
  ["扫描终端", "hardware", "piece", 1_600],
] as const;

function product([name, category, unit, price]: (typeof catalogue)[number], at: number): SampleRecord {
  return {
    object: "product",
    key: `product-${at}`,
    owner: "manager",
    values: {
      name,
      code: `P${String(101 + at)}`,
      category,
      unit,
      unit_price: yuan(price),
      tax_rate: category === "hardware" ? 13 : 6,
      active: at !== catalogue.length - 1,
    },
    links: {},
  };
}

function quote({ pick, today }: Making, deals: readonly SampleRecord[], at: number): SampleRecord {
  const about = from(pick, deals);
  const status = from(pick, ["draft", "sent", "sent", "accepted", "declined"]);
  return {
    object: "quote",
    key: `quote-${at}`,
    owner: about.owner,
    values: {
      name: `${String(about.values["name"])}报价`,
      status,
      tax_rate: 6,
      valid_until: shifted(today, status === "sent" ? pick(30) + 1 : pick(60) - 30),
      ...(status === "declined" ? { decline_reason: from(pick, ["价格高于预算", "选择了竞争对手"]) } : {}),
    },
    links: {
      account: about.links["account"] ?? "",
      contact: about.links["contact"] ?? "",
      deal: about.key,
    },
  };
}

interface Offered {
  readonly quote: SampleRecord;
  readonly products: readonly SampleRecord[];
  readonly at: number;
}

function line({ pick }: Making, { quote: master, products, at }: Offered): SampleRecord {
  const sold = from(pick, products);
  return {
    object: "quote_line",
    key: `quote_line-${at}`,
    owner: null,
    values: {
      name: sold.values["name"] ?? "",
      quantity: pick(8) + 1,
      unit_price: sold.values["unit_price"] ?? null,
      discount: from(pick, [0, 0, 5, 10]),
    },
    links: { quote: master.key, product: sold.key },
  };
}

function contract({ pick, today }: Making, signed: SampleRecord, at: number): SampleRecord {
  const status = from(pick, ["draft", "review", "active", "active", "active", "completed"]);
  const start = shifted(today, status === "completed" ? -pick(60) - 400 : -pick(200));
  return {
    object: "contract",
    key: `contract-${at}`,
    owner: signed.owner,
    values: {
      name: `${String(signed.values["name"])}合同`,
      status,
      value: signed.values["amount"] ?? null,
      signed_on: shifted(start, -7),
      start_date: start,
      end_date: shifted(start, 364),
    },
    links: { account: signed.links["account"] ?? "", deal: signed.key },
  };
}

/** Two instalments; of contracts in force the first has arrived. */
function paymentsOf({ pick, today }: Making, agreed: SampleRecord, at: number): readonly SampleRecord[] {
  const { amount } = agreed.values["value"] as { readonly amount: string };
  const half = { amount: (Number(amount) / 2).toFixed(2), currency: "CNY" };
  const arrived = agreed.values["status"] === "active" || agreed.values["status"] === "completed";
  const first = shifted(today, arrived ? -pick(40) - 1 : pick(40) + 1);
  const due = shifted(today, pick(60) - 10);
  const record = (name: string, values: SampleRecord["values"]): SampleRecord => ({
    object: "payment",
    key: `payment-${at}-${name}`,
    owner: agreed.owner,
    values: { amount: half, ...values },
    links: { contract: agreed.key, account: agreed.links["account"] ?? "" },
  });
  return [
    record("first", { type: "plan", due_date: first, settled: arrived }),
    ...(at % 2 === 0 ? [record("second", { type: "plan", due_date: due })] : []),
    ...(arrived ? [record("receipt", { type: "receipt", received_on: first, method: "transfer" })] : []),
  ];
}
