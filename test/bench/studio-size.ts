import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Row } from "./row.ts";

const dist = new URL("../../studio/dist/", import.meta.url);

/** Gzipped JS and CSS that index.html loads before anything is shown: its scripts, preloads and style sheets. */
export async function run(): Promise<readonly Row[]> {
  const html = await readFile(new URL("index.html", dist), "utf8");
  const assets = [...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? "");
  const sizes = await Promise.all(
    [...new Set(assets)].map(
      async (name) => gzipSync(await readFile(new URL(name, dist)), { level: 9 }).length,
    ),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1000;
  return [
    {
      measure: "studio first load, gzipped JS + CSS",
      measured: `${total.toFixed(1)} kB in ${sizes.length} files`,
      value: total,
      target: 220,
      goal: "atMost",
    },
  ];
}
