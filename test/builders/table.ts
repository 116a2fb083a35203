import { openTable, type Table } from "#functions/adapters/dynamodb/client.ts";
import { startEngine, type EngineKind } from "#infra/local/engine.ts";
import { createTable, loopbackClient } from "#infra/local/table.ts";
import { table as spec } from "#infra/topology.ts";

export interface TestTable {
  readonly table: Table;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The product's table on an engine of its own, in memory. */
export async function aTable(kind: EngineKind = "native"): Promise<TestTable> {
  const engine = await startEngine({ dataDir: ":memory:", kind });
  await createTable(engine.endpoint, spec);
  const table = openTable({ name: spec.name, ...loopbackClient(engine.endpoint) });
  return {
    table,
    endpoint: engine.endpoint,
    async stop() {
      table.client.destroy();
      table.exact().destroy();
      await engine.stop();
    },
  };
}
