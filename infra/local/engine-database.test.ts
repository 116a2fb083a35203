import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { layDatabase } from "./engine-database.ts";
import { startEngine } from "./engine.ts";
import { createTable } from "./table.ts";
import { table } from "#infra/topology.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tessera-database-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("layDatabase", () => {
  it("lays a database that the engine takes for its own, with the index that keeps writes fast", async () => {
    const file = join(folder, "table.db");
    layDatabase(file);
    expect(readFileSync(file).toString("latin1")).toContain("CREATE INDEX tessera_stream_order");
    const engine = await startEngine({ dataDir: folder, kind: "native" });
    await createTable(engine.endpoint, table);
    await engine.stop();
    expect(readFileSync(file).toString("latin1")).toContain("CREATE INDEX tessera_stream_order");
  });

  it("never touches a file that is there", () => {
    const file = join(folder, "table.db");
    writeFileSync(file, "mine");
    layDatabase(file);
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});
