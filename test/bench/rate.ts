/** Milliseconds of each call, one after another. */
export async function timesOf(
  rounds: number,
  action: (round: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await action(round);
    times.push(performance.now() - began);
  }
  return times;
}

/** Calls a second with so many clients, each calling again as soon as it has its answer, for so many seconds. */
export async function rateOf(
  clients: number,
  seconds: number,
  action: (call: number) => Promise<unknown>,
): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1_000;
  let calls = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < until) await action(calls++);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return calls / ((performance.now() - began) / 1_000);
}
