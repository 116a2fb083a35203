import { appendFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDurableMap } from "./journal.ts";

const newFile = () => join(mkdtempSync(join(tmpdir(), "tessera-journal-")), "map.jsonl");

describe("a durable map", () => {
  it("gives back after a reopen what was set, and not what was deleted", () => {
    const file = newFile();
    const map = openDurableMap<number>(file);
    map.write([
      ["a", 1],
      ["b", 2],
    ]);
    map.write([["a"]]);
    expect([...openDurableMap<number>(file).entries]).toEqual([["b", 2]]);
  });

  it("forgets a last line that a crash cut in the middle, and goes on after it", () => {
    const file = newFile();
    openDurableMap<string>(file).write([["kept", "客户"]]);
    appendFileSync(file, '[["half","va');
    const again = openDurableMap<string>(file);
    expect([...again.entries.keys()]).toEqual(["kept"]);
    again.write([["next", "v"]]);
    expect([...openDurableMap<string>(file).entries.keys()]).toEqual(["kept", "next"]);
  });

  it("rewrites its file when it holds mostly dead lines", () => {
    const file = newFile();
    const map = openDurableMap<number>(file);
    for (let at = 0; at < 9000; at++) map.write([["same", at]]);
    expect(readFileSync(file, "utf8").split("\n").length).toBeLessThan(2000);
    expect(openDurableMap<number>(file).get("same")).toBe(8999);
  });

  it("refuses writes after it was closed", () => {
    const map = openDurableMap<number>(newFile());
    map.close();
    expect(() => {
      map.write([["a", 1]]);
    }).toThrow();
  });
});
