import { run as api } from "./api.ts";
import { run as apiBundle } from "./api-bundle.ts";
import { run as backfill } from "./backfill.ts";
import { run as compile } from "./compile.ts";
import { run as crm } from "./crm.ts";
import { run as decideWrite } from "./decide-write.ts";
import { run as publish } from "./publish.ts";
import { isMet, type Benchmark, type Row } from "./row.ts";
import { run as scale } from "./scale.ts";
import { run as start } from "./start.ts";
import { run as storage } from "./storage.ts";
import { run as studioSize } from "./studio-size.ts";

const benchmarks: Readonly<Record<string, Benchmark>> = {
  start,
  api,
  "api-bundle": apiBundle,
  backfill,
  compile,
  crm,
  "decide-write": decideWrite,
  publish,
  scale,
  storage,
  "studio-size": studioSize,
};

/** `npm run bench` runs all but `scale`, `npm run bench -- NAME …` some; prints a table and exits 1 when a target is missed. */
const wanted = process.argv.slice(2);
/** Takes too long to run with the others. */
const onlyByName: ReadonlySet<string> = new Set(["scale"]);
const rows: Row[] = [];
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (wanted.length > 0 ? !wanted.includes(name) : onlyByName.has(name)) continue;
  console.error(`… ${name}`);
  rows.push(...(await benchmark()));
}
for (const row of rows) {
  const sign = row.goal === "atMost" ? "≤" : "≥";
  console.log(
    `${isMet(row) ? "✓" : "✗"} ${row.measure}: ${row.measured} → ${row.value.toFixed(2)} (${sign} ${row.target})`,
  );
}
process.exitCode = rows.every(isMet) ? 0 : 1;
