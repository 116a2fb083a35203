/** A queue of JSON messages; delivered at least once, in no order. */
export interface Queue {
  /** All or an error; a repeated send only repeats messages. */
  send(messages: readonly object[]): Promise<void>;
}
