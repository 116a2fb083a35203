import { packed, workbookParts } from "#test/builders/workbook.ts";

/** Data rows of the large workbook, blank ones not counted; `STORY_ROWS`, at least 600, makes a shorter story. */
export const ROWS = Number(process.env["STORY_ROWS"] ?? 5_000);
/** What becomes of them. */
export const OUTCOME = { created: ROWS - 97, updated: 72, skipped: 20, failed: 5 } as const;
/** Rows with something wrong, whether they are imported or not. */
export const FAULTY = { phones: 7, dates: 3, names: 5, cells: 1 } as const;
export const HEADINGS = [
  ...["客户名称", "客户编号", "手机号", "所在地", "登记日", "级别"],
  ...["联系人", "联系人手机", "备注"],
];
/** Columns whose target a person has to choose, and what is chosen. */
export const CORRECTED: readonly (readonly [column: string, target: string])[] = [
  ["所在地", "城市"],
  ["登记日", "注册日期"],
  ["级别", "客户等级"],
  ["联系人手机", "联系人 › 电话"],
];

/** People of the workbook: each is the contact of a company of its own. */
export const PEOPLE = 12;
export const personName = (number: number): string => `张店长 ${two(number)}`;
/** Telephone of a person, as it is stored. */
export const personPhone = (number: number): string => `+861398765${String(4300 + number)}`;

/** Two companies that are one under two numbers, and two that only look like it. */
export const ONE_COMPANY = ["蓝湾商贸有限公司", "蓝湾商贸"] as const;
export const TWO_COMPANIES = ["星汉物流有限公司", "星汉物流"] as const;
/** Two that nobody decides about. */
export const UNDECIDED = ["白鹭园艺有限公司", "白鹭园艺"] as const;

type Cell = string | { readonly date: number } | { readonly formula: string } | { readonly error: string };

/** The workbook as nobody would write it: 5,000 rows, some of them about companies of the demo. */
export function messyWorkbook(demo: readonly { readonly name: string; readonly number: string }[]): Buffer {
  const first = Array.from({ length: NEW }, (_, at) => companyRow(at + 1));
  const moved = rows(201, 60, (number) => {
    const cells: Cell[] = companyRow(number);
    return cells.with(3, "哈尔滨");
  });
  const again = rows(301, 20, companyRow);
  const known = demo.slice(0, 12).map(({ name, number }): Cell[] => [`　${name}`, number, "", "长春"]);
  const table = [HEADINGS, ...first, ...moved, ...again, ...known, ...alike];
  // Every 250th row is followed by one that only looks as if there was something in it.
  const isBefore = (place: number) => place % 250 === 249;
  const sheet = table.map((cells, place) => {
    const row = place + 1 + Math.floor((place + 1) / 250) - (isBefore(place) ? 1 : 0);
    return xmlRow(row, cells) + (isBefore(place) ? xmlRow(row + 1, ["", "  ", "", ""]) : "");
  });
  const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
  return Buffer.from(packed(workbookParts({ 客户: sheet.join(""), 说明: "" }, { styles })));
}

/** All but those that come twice, those of the demo and those that are alike. */
const NEW = ROWS - 60 - 20 - 12 - 6;
const alike: readonly (readonly Cell[])[] = [
  [ONE_COMPANY[0], "E1", "0532 8666 1001", "青岛", "", "低价值", "李店长", ""],
  [ONE_COMPANY[1], "E2", "0535 8666 1002", "烟台", "", "低价值", "赵店长", ""],
  [TWO_COMPANIES[0], "E3", "0451 8666 1003", "大庆"],
  [TWO_COMPANIES[1], "E4", "0452 8666 1004", "齐齐哈尔"],
  [UNDECIDED[0], "E5", "0591 8666 1005", "福州"],
  [UNDECIDED[1], "E6", "0592 8666 1006", "厦门"],
];
const firsts = many(
  "青禾 晨光 南亭 北辰 东篱 西岭 明德 和顺 永安 长乐 金谷 银杏 松风 竹里 梅坞 兰亭 云锦 雪峰 石桥 水仙",
);
const seconds = many("百货 五金 家居 建材 食品 茶叶 文具 服饰 灯具 花卉 图书 乐器 渔具 布艺 陶瓷 钟表");
const thirds = many("一 二 三 四 五 六 七 八 九 十 百 千 万 甲 乙 丙");
const cities = many("北京 上海 深圳 杭州 成都 苏州 武汉");

/** A row of the first part, from 1; the numbers say what is odd about it. */
function companyRow(number: number): Cell[] {
  const at = number - 1;
  const words = [firsts[at % 20], seconds[Math.floor(at / 20) % 16], thirds[Math.floor(at / 320) % 16]];
  const [street = "", trade = "", branch = ""] = words;
  const name = nameCell(number, `${street}${trade}${branch}号店`);
  const person = number - 100;
  const isPerson = person >= 1 && person <= PEOPLE;
  return [
    name,
    `D${String(number).padStart(4, "0")}`,
    phoneCell(number),
    cities[at % cities.length] ?? "",
    dateCell(number),
    number <= 120 ? "高价值" : "低价值",
    isPerson ? ` ${personName(person)}` : "",
    isPerson ? personPhone(person).replace("+86139", "139-").replace("8765", "8765-") : "",
    noteCell(number),
  ];
}

function nameCell(number: number, name: string): string {
  if (isWithin(number, 21, FAULTY.names)) return "";
  return isWithin(number, 61, 10) ? `  ${name} 　` : name;
}

const badPhones = ["12345", "没有电话", "1370000O001", "#", "见备注", "021-", "1"];
function phoneCell(number: number): string {
  const bad = isWithin(number, 11, FAULTY.phones) ? badPhones[number - 11] : undefined;
  const digits = `137${String(10_000_000 + number)}`;
  if (bad !== undefined) return bad;
  if (isWithin(number, 51, 10)) return wide(digits);
  return number % 3 === 0 ? `+86 ${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}` : digits;
}

const badDates = ["5/1/2024", "2024-13-40", "明天"];
function dateCell(number: number): Cell {
  const bad = isWithin(number, 31, FAULTY.dates) ? badDates[number - 31] : undefined;
  const day = (number % 28) + 1;
  const forms: readonly Cell[] = [
    `2024/3/${day}`,
    `2024年3月${day}日`,
    `202403${two(day)}`,
    { date: 45_352 + day - 1 },
    wide(`2024.3.${day}`),
  ];
  return bad ?? forms[number % forms.length] ?? "";
}

function noteCell(number: number): Cell {
  if (number === 41) return { error: "#N/A" };
  if (number === 42) return { formula: "季度合计 1200" };
  return number % 50 === 0 ? "老客户，<重点> & 跟进" : "";
}

function xmlRow(row: number, cells: readonly Cell[]): string {
  const all = cells.map((cell, at) => {
    const place = `r="${String.fromCharCode(65 + at)}${row}"`;
    if (typeof cell === "string") return `<c ${place} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
    if ("date" in cell) return `<c ${place} s="1"><v>${cell.date}</v></c>`;
    if ("error" in cell) return `<c ${place} t="e"><v>${cell.error}</v></c>`;
    return `<c ${place} t="str"><f>CONCATENATE(A1,B1)</f><v>${cell.formula}</v></c>`;
  });
  return `<row r="${row}">${all.join("")}</row>`;
}

/** New companies of the table in GBK, and those of the demo that it changes. */
export const GBK = { created: 30, updated: 8, failed: 2 } as const;
export const gbkName = (number: number): string => `绿洲驿站${two(number)}`;

/** A small table as an old program writes it: GBK, semicolons, one of them inside a text. */
export function gbkTable(demo: readonly { readonly name: string; readonly number: string }[]): Buffer {
  const made = rows(1, GBK.created, (at) => [
    gbkName(at),
    `G${two(at)}`,
    "西安",
    '"先联系；后送货; 周末不送"',
  ]);
  const changed = demo.slice(0, GBK.updated).map(({ name, number }) => [name, number, "昆明", ""]);
  const nameless = rows(1, GBK.failed, (at) => ["", `H${two(at)}`, "西安", ""]);
  const lines = [["客户名称", "客户编号", "城市", "备注"], ...made, ...changed, ...nameless];
  return inGbk(lines.map((cells) => cells.join(";")).join("\r\n"));
}

/** The platform only reads GBK; what it reads of every pair of bytes is turned round. */
function inGbk(text: string): Buffer {
  const decoder = new TextDecoder("gbk");
  const bytesOf = new Map<string, readonly number[]>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low !== 0x7f) bytesOf.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Buffer.from(
    [...text].flatMap((one) => (one < "\u0080" ? one.charCodeAt(0) : (bytesOf.get(one) ?? []))),
  );
}

function rows<Row>(from: number, count: number, row: (number: number) => Row): readonly Row[] {
  return Array.from({ length: count }, (_, at) => row(from + at));
}

function isWithin(number: number, from: number, count: number): boolean {
  return number >= from && number < from + count;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function many(words: string): readonly string[] {
  return words.split(" ");
}

/** Digits and points as an input method for Chinese writes them. */
function wide(text: string): string {
  return text.replace(/[0-9.]/gu, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
