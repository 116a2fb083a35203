import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const sources = join(import.meta.dirname, "..");
const files = readdirSync(join(import.meta.dirname, "zh-CN"));

type Tree = { readonly [key: string]: string | Tree };

function keysOf(tree: Tree, path = ""): readonly string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [path + key] : keysOf(value, `${path}${key}.`),
  );
}
function textsIn(language: string): readonly string[] {
  return readdirSync(join(import.meta.dirname, language)).flatMap((file) =>
    keysOf(
      JSON.parse(readFileSync(join(import.meta.dirname, language, file), "utf8")) as Tree,
      file.replace(/json$/, ""),
    ),
  );
}
/** Keys that the sources name in full, in `t("…")` and in menu entries. */
function keysInSources(): readonly string[] {
  const names = files.map((file) => file.replace(".json", "")).join("|");
  const mention = new RegExp(`["'\`]((?:${names})\\.[A-Za-z0-9_.]+)["'\`]`, "g");
  return readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(vue|ts)$/.test(path) && !path.endsWith(".test.ts"))
    .flatMap((path) => [
      ...readFileSync(join(sources, path), "utf8").matchAll(/\bt\(\s*["'`][^)]*|label: "[^"]*"/g),
    ])
    .flatMap(([call]) => [...call.matchAll(mention)].map((one) => one[1] ?? ""));
}

describe("texts", () => {
  it("exist in both languages", () => {
    expect([...textsIn("en")].sort()).toEqual([...textsIn("zh-CN")].sort());
  });

  it("have every key that the sources name", () => {
    const known = new Set(textsIn("zh-CN"));
    const named = keysInSources();
    expect(named.length).toBeGreaterThan(100);
    expect([...new Set(named)].filter((key) => !known.has(key))).toEqual([]);
  });

  it("keep the same named parts in both languages", () => {
    const parts = (language: string) =>
      readdirSync(join(import.meta.dirname, language)).flatMap((file) => {
        const text = readFileSync(join(import.meta.dirname, language, file), "utf8");
        return [
          ...new Set([...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => `${file}:${name ?? ""}`)),
        ].sort();
      });
    expect(parts("en")).toEqual(parts("zh-CN"));
  });
});
