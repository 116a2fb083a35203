/** One change of the table, as its stream tells it: keys and images as plain values. */
export interface TableChange {
  /** The same when the stream delivers the change again. */
  readonly eventId: string;
  readonly sequence: string;
  readonly kind: "INSERT" | "MODIFY" | "REMOVE";
  /** Whether the table itself removed an expired item. */
  readonly expired: boolean;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}
