import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import { loopbackClient } from "./table.ts";

/** A record as the wire has it, which is what Lambda hands to a handler: instants as seconds, bytes as base64. */
export type StreamRecord = Pick<DynamoDBRecord, "eventID" | "eventName" | "dynamodb" | "userIdentity">;

/** What one read of a shard gave. */
export interface StreamPage {
  readonly records: readonly StreamRecord[];
  /** Where the next read begins; undefined: the shard will give nothing more. */
  readonly next: string | undefined;
}

/** Reads of a stream, shared by its consumers: what one has read, the others get from memory. */
export interface StreamPages {
  read(iterator: string, limit: number): Promise<StreamPage>;
}

/** Pages kept for consumers that come after the first. */
const KEPT = 8;

export function sharedPages(client: DynamoDBStreamsClient): StreamPages {
  const kept = new Map<string, StreamPage>();
  return {
    async read(iterator, limit) {
      const known = kept.get(iterator);
      if (known) return known;
      const page = await readPage(client, iterator, limit);
      // Only what has records stays the same when it is read again; a read under way may miss what was just written.
      if (page.records.length > 0) kept.set(iterator, page);
      for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
      return page;
    },
  };
}

async function readPage(client: DynamoDBStreamsClient, iterator: string, limit: number): Promise<StreamPage> {
  const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: limit });
  const { Records = [], NextShardIterator: next } = (await client.send(command)) as Plain;
  return { records: Records, next };
}

type Plain = Omit<GetRecordsCommandOutput, "Records"> & { readonly Records?: readonly StreamRecord[] };

/** A client that leaves the records of GetRecords as the wire has them; the SDK's reader took most of the pump's time. */
export function streamsClient(endpoint: string): DynamoDBStreamsClient {
  const client = new DynamoDBStreamsClient(loopbackClient(endpoint));
  const configuration = client.config as unknown as { protocol: Protocol };
  const { protocol } = configuration;
  configuration.protocol = Object.assign(Object.create(protocol) as Protocol, {
    async deserializeResponse(operation: Operation, context: Context, response: HttpAnswer) {
      if (operation.name !== "GetRecords" || response.statusCode >= 300)
        return protocol.deserializeResponse(operation, context, response);
      const bytes = await context.streamCollector(response.body);
      const output = JSON.parse(Buffer.from(bytes).toString("utf8")) as object;
      return { ...output, $metadata: protocol.deserializeMetadata(response) };
    },
  });
  return client;
}

interface Operation {
  readonly name: string;
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly body: unknown;
}

interface Context {
  readonly streamCollector: (body: unknown) => Promise<Uint8Array>;
}

/** The part of the SDK's protocol that is changed. */
interface Protocol {
  deserializeResponse(operation: Operation, context: Context, response: HttpAnswer): Promise<object>;
  deserializeMetadata(response: HttpAnswer): object;
}
