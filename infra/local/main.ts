import { DataInUseError } from "./data-lock.ts";
import { loadDemo } from "./demo-loader.ts";
import { PortInUseError } from "./listen.ts";
import { startLocal, type Local } from "./start.ts";

/** `npm start`: PORT, DATA_DIR and TESSERA_DEMO from the environment; runs until Ctrl-C. */
export async function main(): Promise<void> {
  const stopping = stopSignal();
  let local: Local;
  try {
    const seedDemo = process.env["TESSERA_DEMO"] === "0" ? undefined : await loadDemo();
    local = await startLocal({
      port: port(),
      dataDir: process.env["DATA_DIR"] ?? ".data",
      ...(seedDemo ? { seedDemo } : {}),
    });
  } catch (error) {
    process.stderr.write(`${message(error)}\n`);
    process.exitCode = 1;
    process.exit();
  }
  if (local.newPassword !== undefined) {
    process.stdout.write(`Password of all demo users, such as admin@acme.test: ${local.newPassword}\n`);
  }
  process.stdout.write(`Tessera is ready at ${local.origin}\n`);
  await stopping;
  await local.stop();
  process.exit(0);
}

function port(): number {
  const given = Number(process.env["PORT"] ?? 4000);
  return Number.isInteger(given) && given >= 0 && given < 65_536 ? given : 4000;
}

/** First signal: stop in order; a second one: at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
  });
}

/** What a person can do something about is said in one sentence; anything else with its stack. */
function message(error: unknown): string {
  if (error instanceof DataInUseError || error instanceof PortInUseError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
