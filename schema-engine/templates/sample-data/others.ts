import { from, many, shifted, yuan, type Making, type SampleRecord } from "./making.ts";

/** Campaigns of a year. */
export function campaignRecords(making: Making): readonly SampleRecord[] {
  return many(20, (at) => campaign(making, at));
}

/** Articles of the knowledge base. */
export function articleRecords(making: Making): readonly SampleRecord[] {
  return many(topics.length, (at) => article(making, at));
}

const themes = ["春季新品", "行业研讨", "客户答谢", "渠道招募", "年度促销"];
const kinds = { email: "邮件", event: "线下活动", webinar: "线上研讨会", ads: "广告", social: "社交媒体" };

function campaign({ pick, today }: Making, at: number): SampleRecord {
  const type = from(pick, Object.keys(kinds) as (keyof typeof kinds)[]);
  const status = from(pick, ["planned", "active", "completed", "completed", "cancelled"]);
  const starts = {
    planned: pick(60) + 3,
    active: -pick(10),
    completed: -pick(200) - 30,
    cancelled: -pick(90),
  };
  const start = shifted(today, starts[status as keyof typeof starts]);
  const budget = (pick(18) + 2) * 5000;
  return {
    object: "campaign",
    key: `campaign-${at}`,
    owner: "marketer",
    values: {
      name: `${themes[at % themes.length] ?? ""}${kinds[type]} ${Math.floor(at / themes.length) + 1}`,
      type,
      status,
      start_date: start,
      end_date: shifted(start, type === "event" ? 1 : pick(20) + 1),
      budget: yuan(budget),
      expected_response: pick(12) + 1,
      goal: "为销售团队带来新的线索，并让现有客户了解新的能力。",
      ...(status === "completed" ? { actual_cost: yuan(Math.round(budget * (0.7 + pick(40) / 100))) } : {}),
    },
    links: {},
  };
}

const topics = [
  ["如何导入客户表格", "howto"],
  ["如何邀请同事", "howto"],
  ["如何新建列表视图", "howto"],
  ["如何在看板上移动商机", "howto"],
  ["如何导出报表", "howto"],
  ["如何设置页面布局", "howto"],
  ["忘记密码怎么办", "faq"],
  ["支持哪些浏览器", "faq"],
  ["手机上能用吗", "faq"],
  ["数据保存在哪里", "faq"],
  ["如何更换语言", "faq"],
  ["登录失败的排查步骤", "troubleshooting"],
  ["邮件没有送达的原因", "troubleshooting"],
  ["导入时提示日期格式错误", "troubleshooting"],
  ["报表数据不一致的排查", "troubleshooting"],
  ["手机端无法上传文件", "troubleshooting"],
  ["搜索不到刚保存的记录", "troubleshooting"],
  ["服务时间与应答期限", "policy"],
  ["退款与换货规定", "policy"],
  ["客户资料保密规定", "policy"],
] as const;

function article({ pick, today }: Making, at: number): SampleRecord {
  const [title, category] = topics[at] ?? topics[0];
  const status = from(pick, ["draft", "review", "published", "published", "published", "archived"]);
  return {
    object: "article",
    key: `article-${at}`,
    owner: "service",
    values: {
      title,
      category,
      status,
      audience: category === "policy" ? "internal" : "customer",
      summary: "写给第一次遇到这个问题的人，按步骤操作即可。",
      tags: [from(pick, ["入门", "管理员", "手机", "邮件"])],
      body: BODY,
      ...(status === "published" ? { usefulness: pick(3) + 3, reviewed_on: shifted(today, -pick(120)) } : {}),
    },
    links: {},
  };
}

const BODY = `## 步骤

1. 打开对应页面，确认自己有权限。
2. 按提示填写，**带星号的必须填写**。
3. 保存后检查结果。

> 仍有问题时请新建工单，并附上出现问题的时间。`;
