import type { Logger } from "../../ports/logger.ts";

/** One JSON line per entry on standard output, which Lambda keeps. */
export function createLogger(
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Logger {
  const entry = (level: string, message: string, more: Readonly<Record<string, unknown>> = {}): void => {
    write(JSON.stringify({ level, message, ...more }));
  };
  return {
    info: (message, details) => entry("info", message, details),
    warn: (message, details) => entry("warn", message, details),
    error: (message, cause, details) => entry("error", message, { ...details, cause: describe(cause) }),
  };
}

function describe(cause: unknown): Readonly<Record<string, unknown>> {
  if (!(cause instanceof Error)) return { value: String(cause) };
  return { name: cause.name, message: cause.message, stack: cause.stack };
}
