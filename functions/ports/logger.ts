/** Structured log: one JSON line per entry. Never a value of a record, a token or an address. */
export interface Logger {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  /** `cause` is logged with its stack. */
  error(message: string, cause: unknown, details?: Readonly<Record<string, unknown>>): void;
}
