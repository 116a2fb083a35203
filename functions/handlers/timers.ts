import { composeTimers } from "../compose/automation.ts";
import { tickTimers } from "../operations/runs/tick-timers.ts";

const ports = composeTimers();

/** One turn of the minute wheel. */
export const handler = (): Promise<void> => tickTimers(ports);
