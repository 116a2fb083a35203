import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parseSheet } from "./parse-sheet.ts";

describe("parseSheet", () => {
  it("keeps quoted thousands separators and Chinese headings", () => {
    const sheet = parseSheet('﻿机会ID,预计金额\nS001,"50,000"\n');
    expect(sheet).toMatchObject({ ok: true, value: { headings: ["机会ID", "预计金额"], delimiter: "," } });
    expect(sheet.ok && sheet.value.rows[0]?.["预计金额"]).toBe("50,000");
  });

  it("finds the delimiter", () => {
    expect(parseSheet("a;b\n1;2")).toMatchObject({ ok: true, value: { delimiter: ";" } });
    expect(parseSheet("a\tb\n1\t2")).toMatchObject({ ok: true, value: { delimiter: "\t" } });
  });

  it("fills short rows and never takes a heading for a prototype", () => {
    const sheet = parseSheet("__proto__,b\n1");
    expect(sheet.ok && sheet.value.rows[0]?.["b"]).toBe("");
    expect(sheet.ok && sheet.value.rows[0]?.["__proto__"]).toBe("1");
    expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
  });

  it.each([
    ["", "empty_sheet"],
    ["a,a\n1,2", "duplicate_heading"],
    ['a,b\n"1,2', "unreadable_sheet"],
  ])("refuses %j with %s", (text, code) => {
    expect(parseSheet(text)).toMatchObject({ ok: false, problems: [{ code }] });
  });

  it("reads every table that the manual gives as a template", async () => {
    const folder = new URL("../../../test/flows/data/", import.meta.url);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".csv"));
    expect(names.length).toBe(3);
    for (const name of names) {
      const sheet = parseSheet(await readFile(new URL(name, folder), "utf8"));
      expect(sheet.ok && sheet.value.rows.length).toBe(2);
    }
  });
});
