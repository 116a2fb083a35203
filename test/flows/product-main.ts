import { startLocal } from "#infra/local/start.ts";
import { seedAcme } from "./automation-world.ts";

/**
 * The product as `npm start` runs it, on the folder `DATA_DIR`, with an empty workspace instead of the demo, whose
 * hundreds of records would only take time. It ends by a signal.
 */
const local = await startLocal({
  port: 0,
  dataDir: process.env["DATA_DIR"] ?? ":memory:",
  seedDemo: seedAcme,
});
process.once("SIGINT", () => void local.stop().then(() => process.exit(0)));
process.stdout.write(`Tessera is ready at ${local.origin}\n`);
