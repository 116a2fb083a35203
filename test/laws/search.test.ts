import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  limits,
  matchSearch,
  readSearch,
  searchRanges,
  searchSnippet,
  searchTokens,
  type JsonObject,
} from "#engine";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { aRecord, valuesOf } from "#test/builders/record.ts";

const model = aWorkspaceModel([
  anObject("client", [
    aField("number", "autoNumber"),
    aField("email", "email", { searchable: true }),
    aField("phone", "phone", { searchable: true }),
    aField("notes", "longText", { searchable: true }),
    aField("secret", "text", { searchable: true }),
    aField("city", "text"),
  ]),
]);
const client = objectOf(model, "client");

function record(values: JsonObject) {
  return aRecord(client, { id: "R1", values: valuesOf(client, values) });
}

/** Whether a search finds the record, and by which fields, for somebody who sees all fields but those named. */
function found(values: JsonObject, typed: string, hidden: readonly string[] = []) {
  const question = readSearch(typed);
  const one = record(values);
  const isVisible = ({ apiName }: { readonly apiName: string }) => !hidden.includes(apiName);
  const matches = (question?.readings ?? []).flatMap((reading) => {
    const match = question && matchSearch({ object: client, record: one }, { question, reading, isVisible });
    return match ? [match] : [];
  });
  return matches[0]?.fields.map((field) => field.apiName) ?? null;
}

/** The meaning of search, said over: each word begins a word or a part of one, or stands in Chinese. */
function isFoundByDefinition(text: string, typed: string): boolean {
  const fold = (raw: string) => raw.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = fold(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const folded = fold(text);
  return words.every((word) => {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      const before = folded[at - 1] ?? " ";
      const isChinese = /\p{Script=Han}/u.test(folded[at] ?? "") || /\p{Script=Han}/u.test(before);
      if (isChinese || !/[\p{L}\p{N}]/u.test(before)) return true;
    }
    return false;
  });
}

describe("search ≡ its definition", () => {
  const part = fc.oneof(
    fc.constantFrom("acme", "Zenith", "Labs", "Société", "Müller", "renewal", "2024", "17", "A7", "ＡＢＣ"),
    fc.constantFrom("云启", "科技", "北京", "贸易", "张", "三", "新能源", "集团", "国际"),
  );
  const glue = fc.constantFrom("", " ", "-", "（", "_", "、", ".");
  const text = fc
    .array(fc.tuple(part, glue), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.map(([word, after]) => word + after).join(""));

  it("for random Chinese and Latin names and random parts of them", () => {
    const cases = fc.tuple(text, text, fc.nat(30), fc.integer({ min: 2, max: 12 }), fc.boolean());
    fc.assert(
      fc.property(cases, ([name, other, from, length, isPart]) => {
        const typed = isPart ? name.slice(from % name.length, (from % name.length) + length) : other;
        // One letter alone and marks within a word have meanings of their own, told below.
        const words = typed.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
        fc.pre(words.length > 0 && words.every((one) => one.length > 1 || /\p{Script=Han}/u.test(one)));
        const asked = words.join(" ");
        const isHit = found({ name }, asked) !== null;
        expect({ name, asked, isHit }).toEqual({ name, asked, isHit: isFoundByDefinition(name, asked) });
      }),
      { numRuns: 3_000 },
    );
  });

  it("whatever matches has a posting for each of its words, so that looking them up finds it", () => {
    fc.assert(
      fc.property(text, text, (name, typed) => {
        const question = readSearch(typed);
        const tokens = searchTokens(client, record({ name }));
        for (const reading of question?.readings ?? []) {
          const isVisible = () => true;
          const asked = { question: question ?? { text: "", readings: [] }, reading, isVisible };
          if (!matchSearch({ object: client, record: record({ name }) }, asked)) continue;
          for (const { token, isWeak, isWhole } of reading) {
            const isPosted = tokens.some((one) => (isWhole ? one === token : one.startsWith(token)));
            expect({ typed, name, token, isPosted: isPosted || isWeak }).toMatchObject({ isPosted: true });
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("what is found", () => {
  it.each<[string, JsonObject, string, readonly string[] | null]>([
    ["any part of a Chinese name", { name: "北京云启科技有限公司" }, "启科", ["name"]],
    ["the family name alone", { name: "张伟" }, "张", ["name"]],
    ["accents folded", { name: "José Müller" }, "jose muller", ["name"]],
    ["typed with accents", { name: "Jose Muller" }, "José", ["name"]],
    ["full width as half width", { name: "ＡＢＣ１２３" }, "abc1", ["name"]],
    ["a code by its parts", { name: "ABC-2024-17" }, "2024-17", ["name"]],
    ["a code by its last part", { name: "ABC-2024-17" }, "17 abc", ["name"]],
    ["the middle of a Latin word is no part", { name: "Acme" }, "cme", null],
    [
      "an address in full",
      { name: "x", email: "li.wei@cloud.example.com" },
      "li.wei@cloud.example.com",
      ["email"],
    ],
    ["its local part", { name: "x", email: "li.wei@cloud.example.com" }, "li.wei", ["email"]],
    ["its domain", { name: "x", email: "li.wei@cloud.example.com" }, "@cloud.example.com", ["email"]],
    ["but not the last label alone", { name: "x", email: "li.wei@cloud.example.com" }, "com", null],
    ["a telephone number", { name: "x", phone: "13800138765" }, "138 0013 8765", ["phone"]],
    ["with its country", { name: "x", phone: "13800138765" }, "+86 138-0013-8765", ["phone"]],
    ["by its first digits", { name: "x", phone: "13800138765" }, "1380013", ["phone"]],
    ["by its last four", { name: "x", phone: "13800138765" }, "8765", ["phone"]],
    ["by its last eight", { name: "x", phone: "13800138765" }, "0013 8765", ["phone"]],
    ["a land line with the trunk's zero", { name: "x", phone: "010 6552 1234" }, "010-65521234", ["phone"]],
    ["an automatic number, without being marked", { name: "x", number: "D-000042" }, "D-000042", ["number"]],
    ["words of different fields", { name: "云启", notes: "renewal in May" }, "云启 may", ["name", "notes"]],
    ["a field that is not marked", { name: "x", city: "上海" }, "上海", null],
    ["the legal form with another word", { name: "云启科技有限公司" }, "云启 有限公司", ["name"]],
    ["the legal form alone is no search", { name: "云启科技有限公司" }, "有限公司", null],
    ["the word for company elsewhere", { name: "x", notes: "公司介绍" }, "公司", ["notes"]],
    ["one letter alone is a word", { name: "Plan B" }, "b", ["name"]],
    ["one letter alone is no beginning", { name: "Plan Beta" }, "b", null],
    ["one letter behind a word is one", { name: "Zhang San" }, "zhang s", ["name"]],
    ["an address of a page", { name: "x", notes: "see https://www.acme.test/a" }, "www.acme.test", ["notes"]],
    [
      "the page's domain",
      { name: "x", notes: "see https://www.acme.test/a" },
      "https://www.acme.test",
      ["notes"],
    ],
    ["nothing but marks", { name: "x" }, "--- !", null],
    ["characters beyond the BMP", { name: "𠮷野家" }, "𠮷野", ["name"]],
  ])("%s", (...[, values, typed, fields]) => {
    expect(found(values, typed)).toEqual(fields);
  });

  it("Q04: by a hidden value nothing, as by nonsense", () => {
    const values = { name: "云启", secret: "tiger" };
    expect(found(values, "tiger")).toEqual(["secret"]);
    expect(found(values, "tiger", ["secret"])).toEqual(found(values, "nonsense", ["secret"]));
    expect(found(values, "云启 tiger", ["secret"])).toBeNull();
  });
});

describe("limits", () => {
  const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at}x`).join(" ");

  it("a long text is found by its first distinct words, the last of them included", () => {
    const values = { name: "x", notes: `${words(limits.searchWords)} behind` };
    expect(found(values, `word${limits.searchWords - 1}x`)).toEqual(["notes"]);
    expect(found(values, "behind")).toBeNull();
    expect(found({ name: "x", notes: `${words(limits.searchWords - 1)} within` }, "within")).toEqual([
      "notes",
    ]);
  });

  it("all fields together give no more than a record may have, short ones first", () => {
    const values = { name: "the name", notes: words(500), secret: `${words(500)} x`, email: "a@b.test" };
    expect(searchTokens(client, record(values)).length).toBeLessThanOrEqual(limits.searchPostings);
    expect(found(values, "a@b")).toEqual(["email"]);
    expect(found(values, "name")).toEqual(["name"]);
  });

  it("a long text is tokenized in a time that does not grow with its length", () => {
    const long = "云".repeat(50_000) + "启".repeat(50_000);
    expect(searchTokens(client, record({ name: long })).length).toBeLessThanOrEqual(limits.searchWords);
  });
});

describe("marking what was found", () => {
  it.each([
    ["Société Müller", "mull", [[8, 12]]],
    ["北京云启科技", "云启 科", [[2, 5]]],
    ["13800138000", "138 0013", [[0, 7]]],
    ["ﬁne", "fi", [[0, 1]]],
    ["nothing", "xyz", []],
  ])("%s by %s", (text, typed, ranges) => {
    expect(searchRanges(text, typed)).toEqual(ranges);
  });

  it("cuts a long text around the first word, and leaves a short one", () => {
    const long = `${"before ".repeat(40)}the tiger ${"after ".repeat(40)}`;
    const snippet = searchSnippet(long, "tiger") ?? "";
    expect(snippet).toContain("the tiger");
    expect(snippet.startsWith("…") && snippet.endsWith("…")).toBe(true);
    expect(snippet.length).toBeLessThanOrEqual(122);
    expect(searchSnippet("a tiger\nhere", "tiger")).toBe("a tiger here");
    expect(searchSnippet("a lion", "tiger")).toBeNull();
  });
});
