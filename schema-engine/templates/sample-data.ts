import { articleRecords, campaignRecords } from "./sample-data/others.ts";
import {
  from,
  many,
  owners,
  sequence,
  shifted,
  surnames,
  type Pick,
  type SampleRecord,
} from "./sample-data/making.ts";
import { participantRecords, sellingRecords } from "./sample-data/selling.ts";
import type { WorkspaceTemplate } from "./template.ts";

export type { SampleRecord } from "./sample-data/making.ts";

/** A few hundred records of one company's daily work, the same each time for the same day (`YYYY-MM-DD`). */
export function sampleRecords(
  today: string,
  parts: readonly WorkspaceTemplate["name"][],
): readonly SampleRecord[] {
  const pick = sequence(20261124);
  const making = { pick, today };
  const accounts = accountNames().map((name, at) => account(pick, today, { name, at }));
  const contacts = accounts.flatMap((one, at) => [
    contact(pick, one, at * 2),
    contact(pick, one, at * 2 + 1),
  ]);
  const deals = many(96, (at) => deal(pick, today, { accounts, contacts, at }));
  const tasks = many(48, (at) => task(pick, today, { deals, at }));
  const activities = many(90, (at) => activity(pick, today, { accounts, at }));
  const daily = [...accounts, ...contacts, ...deals, ...tasks, ...activities];
  const service = () => [
    ...articleRecords(making),
    ...many(40, (at) => ticket(pick, today, { accounts, contacts, at })),
  ];
  return [
    ...daily,
    ...sellingRecords(making, { accounts, deals }),
    ...participantRecords(deals, contacts),
    ...(parts.includes("marketing") ? campaignRecords(making) : []),
    ...(parts.includes("service") ? service() : []),
  ];
}

const cities = ["北京", "上海", "深圳", "杭州", "成都", "苏州", "武汉", "广州"];
const words = ["云启", "华辰", "博远", "新禾", "海纳", "中科", "智联", "恒通"];
const trades = ["科技", "贸易", "制造", "物流", "教育", "医疗"];
const titles = ["采购经理", "总经理", "信息主管", "财务总监", "运营主管", "项目经理"];
const products = ["软件许可", "咨询服务", "年度支持", "培训课程", "数据平台", "移动应用"];

function accountNames(): readonly string[] {
  return Array.from({ length: 48 }, (_, at) => {
    const city = cities[at % cities.length] ?? "";
    const word = words[(at * 3 + Math.floor(at / 8)) % words.length] ?? "";
    const trade = trades[(at * 5 + Math.floor(at / 8)) % trades.length] ?? "";
    return `${city}${word}${trade}有限公司`;
  });
}

const industryOf: Readonly<Record<string, string>> = {
  科技: "technology",
  贸易: "retail",
  制造: "manufacturing",
  物流: "logistics",
  教育: "education",
  医疗: "healthcare",
};

function account(
  pick: Pick,
  today: string,
  { name, at }: { readonly name: string; readonly at: number },
): SampleRecord {
  const trade = trades.find((one) => name.includes(one)) ?? "科技";
  return {
    object: "account",
    key: `account-${at}`,
    owner: from(pick, owners),
    values: {
      name,
      external_id: `C${String(1001 + at)}`,
      industry: industryOf[trade] ?? "technology",
      tier: from(pick, ["high", "medium", "medium", "low"]),
      phone: `+8610${String(60_000_000 + pick(9_999_999))}`,
      website: `https://example.com/customers/${at + 1}`,
      city: name.slice(0, 2),
      address: { city: `${name.slice(0, 2)}市`, street: `示例大道 ${at * 3 + 8} 号` },
      health: (at % 5) + 1,
      tags: at % 4 === 0 ? ["重点客户"] : ["续约"],
      registered_on: shifted(today, -pick(900)),
    },
    links: {},
  };
}

function contact(pick: Pick, company: SampleRecord, at: number): SampleRecord {
  const name = `${from(pick, surnames)}${from(pick, ["先生", "女士", "经理", "主管"])}`;
  return {
    object: "contact",
    key: `contact-${at}`,
    owner: company.owner,
    values: {
      name,
      title: from(pick, titles),
      email: `contact${at + 1}@customer.example`,
      phone: `+86138${String(10_000_000 + pick(89_999_999))}`,
      lifecycle: from(pick, ["potential", "new", "new", "loyal", "lost"]),
      interests: [from(pick, ["software", "consulting"]), from(pick, ["training", "support"])],
    },
    links: { account: company.key },
  };
}

const stages = [
  "prospect",
  "prospect",
  "qualified",
  "qualified",
  "proposal",
  "negotiation",
  "won",
  "won",
  "lost",
];

interface Customers {
  readonly accounts: readonly SampleRecord[];
  readonly contacts: readonly SampleRecord[];
  readonly at: number;
}

function deal(pick: Pick, today: string, { accounts, contacts, at }: Customers): SampleRecord {
  const number = pick(accounts.length);
  const company = accounts[number];
  const person = contacts[number * 2 + pick(2)];
  if (!company || !person) throw new Error("a sample deal needs an account and a contact");
  const product = from(pick, products);
  const stage = from(pick, stages);
  return {
    object: "deal",
    key: `deal-${at}`,
    owner: from(pick, owners),
    values: {
      name: `${String(company.values["name"]).slice(0, 4)}${product}`,
      external_id: `S${String(1001 + at)}`,
      product,
      stage,
      amount: { amount: `${(pick(96) + 4) * 2500}.00`, currency: "CNY" },
      close_date: shifted(today, stage === "won" || stage === "lost" ? -pick(120) - 1 : pick(120) + 1),
      ...(stage === "lost" ? { lost_reason: from(pick, ["价格", "选择了竞争对手", "项目取消"]) } : {}),
    },
    links: { account: company.key, contact: person.key },
  };
}

function task(
  pick: Pick,
  today: string,
  { deals, at }: { readonly deals: readonly SampleRecord[]; readonly at: number },
): SampleRecord {
  const about = from(pick, deals);
  return {
    object: "task",
    key: `task-${at}`,
    owner: about.owner,
    values: {
      subject: from(pick, ["发送报价单", "电话回访", "准备演示", "确认合同条款", "安排技术交流"]),
      status: from(pick, ["open", "open", "done"]),
      priority: from(pick, ["high", "normal", "normal", "low"]),
      due_date: shifted(today, pick(30) - 10),
    },
    links: { account: about.links["account"] ?? "", deal: about.key },
  };
}

function activity(
  pick: Pick,
  today: string,
  { accounts, at }: { readonly accounts: readonly SampleRecord[]; readonly at: number },
): SampleRecord {
  const company = from(pick, accounts);
  return {
    object: "activity",
    key: `activity-${at}`,
    owner: company.owner,
    values: {
      summary: from(pick, ["询价产品", "产品演示", "合同沟通", "回访满意度", "讨论实施计划", "技术答疑"]),
      external_id: `I${String(1001 + at)}`,
      type: from(pick, ["call", "email", "meeting", "visit"]),
      date: shifted(today, -pick(180)),
      duration: ((at % 4) + 1) * 900,
      next_action: from(pick, ["发送报价单", "跟进满意度", "预约下次会议", "提交方案"]),
    },
    links: { account: company.key },
  };
}

function ticket(pick: Pick, today: string, { accounts, contacts, at }: Customers): SampleRecord {
  const number = pick(accounts.length);
  const status = from(pick, ["new", "working", "waiting", "solved"]);
  return {
    object: "ticket",
    key: `ticket-${at}`,
    owner: "service",
    values: {
      subject: from(pick, [
        "登录失败",
        "报表数据不一致",
        "发票信息需要修改",
        "希望增加导出字段",
        "手机端无法上传",
      ]),
      status,
      priority: from(pick, ["urgent", "high", "normal", "normal"]),
      category: from(pick, ["question", "fault", "request", "billing"]),
      channel: from(pick, ["phone", "email", "chat", "web"]),
      due_at: `${shifted(today, pick(8) - 2)}T09:00:00Z`,
      time_spent: (pick(8) + 1) * 600,
      description: "客户通过电话反馈，已记录现象与时间，等待排查。",
      ...(status === "solved"
        ? { solution: "已定位原因并处理，客户确认恢复正常。", satisfaction: pick(3) + 3 }
        : {}),
    },
    links: {
      account: accounts[number]?.key ?? "",
      contact: contacts[number * 2]?.key ?? "",
      ...(at % 3 === 0 ? { article: `article-${at % 20}` } : {}),
    },
  };
}
