/**
 * Stands in for `@smithy/core/event-streams` in every bundle: no operation of DynamoDB, EventBridge, SQS or SES sends or
 * receives an event stream, and the SDK loads this only for one that does (about 19 kB).
 */
export class EventStreamSerde {
  constructor() {
    throw new Error("event streams are left out of the bundle");
  }
}

/** The configuration as it is; S3's client asks for it at its creation, for a command we do not use. */
export function resolveEventStreamSerdeConfig<Input>(input: Input): Input {
  return input;
}

/** Asked for by the SDK together with the class. */
export function eventStreamSerdeProvider(): never {
  throw new Error("event streams are left out of the bundle");
}
