import { removeData, residentMb, startProduct } from "./product.ts";
import type { Row } from "./row.ts";

/** Second start on the same folder, and what all processes hold once nothing is left to do. */
export async function run(): Promise<readonly Row[]> {
  const first = await startProduct({});
  await first.stop();
  const second = await startProduct({ dataDir: first.dataDir });
  await settled(second.pid);
  const resident = residentMb(second.pid);
  await second.stop();
  removeData(second);
  return [
    {
      measure: "second start, to ready",
      measured: `${(second.readyMs / 1000).toFixed(2)} s (first, with demo data: ${(first.readyMs / 1000).toFixed(1)} s)`,
      value: second.readyMs / 1000,
      target: 3,
      goal: "atMost",
    },
    {
      measure: "resident memory of all processes, idle",
      measured: `${resident.toFixed(0)} MB`,
      value: resident,
      target: 350,
      goal: "atMost",
    },
  ];
}

const LOOKS = 20;
const BETWEEN_MS = 250;

/** Waits until memory stops moving between two looks, at most five seconds. */
async function settled(pid: number): Promise<void> {
  let before = 0;
  for (let look = 0; look < LOOKS; look += 1) {
    const now = residentMb(pid);
    if (Math.abs(now - before) < 1) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
}
