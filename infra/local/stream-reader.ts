import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetShardIteratorCommand,
  ListStreamsCommand,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import type { StreamPages, StreamRecord } from "./stream-pages.ts";

/** How far a consumer has come in a stream. */
export interface Checkpoint {
  readonly streamArn: string;
  readonly shardId: string;
  /** Last record done with; undefined: none of this shard yet. */
  readonly sequence?: string;
}

export interface StreamReader {
  readonly streamArn: string;
  /** The records after the ones read before, at most `limit`; empty when there are none at the moment. */
  next(limit: number): Promise<readonly StreamRecord[]>;
  /** Where a consumer stands that is done with this record of the last answer. */
  checkpoint(sequence: string): Checkpoint;
}

/** A stream and what reads it. */
export interface Stream {
  readonly client: DynamoDBStreamsClient;
  readonly pages: StreamPages;
  readonly streamArn: string;
}

/** The newest stream of a table; its older ones, if any, belong to a table of that name that is gone. */
export async function streamOf(client: DynamoDBStreamsClient, tableName: string): Promise<string> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }));
  const arn = Streams.map((stream) => stream.StreamArn ?? "")
    .sort()
    .at(-1);
  if (arn === undefined) throw new Error(`table ${tableName} has no stream`);
  return arn;
}

/** Reads shard after shard, from behind the checkpoint when it belongs to this stream, else from the oldest record. */
export function openReader({ client, pages, streamArn }: Stream, from: Checkpoint | undefined): StreamReader {
  let at: Checkpoint | undefined = from?.streamArn === streamArn ? from : undefined;
  let iterator: string | undefined;
  const place = async (): Promise<string | undefined> => {
    const shardId = at?.shardId ?? (await shards(client, streamArn))[0];
    if (shardId === undefined) return undefined;
    at ??= { streamArn, shardId };
    return iteratorOf(client, at);
  };
  const nextShard = async (): Promise<void> => {
    const all = await shards(client, streamArn);
    const shardId = all[all.indexOf(at?.shardId ?? "") + 1];
    if (shardId !== undefined) at = { streamArn, shardId };
  };
  return {
    streamArn,
    checkpoint: (sequence) => ({ streamArn, shardId: at?.shardId ?? "", sequence }),
    next: async (limit) => {
      iterator ??= await place();
      if (iterator === undefined) return [];
      const read = await recordsAt(pages, iterator, limit);
      iterator = read.next;
      if (at && read.last !== undefined) at = { ...at, sequence: read.last };
      if (read.ended) await nextShard();
      return read.records;
    },
  };
}

interface Read {
  readonly records: readonly StreamRecord[];
  readonly last: string | undefined;
  readonly next: string | undefined;
  /** The shard will give nothing more. */
  readonly ended: boolean;
}

/** An iterator that is too old is as good as none: the next read places another one. */
async function recordsAt(pages: StreamPages, iterator: string, limit: number): Promise<Read> {
  try {
    const { records, next } = await pages.read(iterator, limit);
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    const ended = next === undefined && records.length === 0;
    // Consumers that found nothing stay where they are, so that the next records are read once for all of them.
    return { records, last, next: records.length === 0 && !ended ? iterator : next, ended };
  } catch (error) {
    if (!(error instanceof ExpiredIteratorException)) throw error;
    return { records: [], last: undefined, next: undefined, ended: false };
  }
}

async function iteratorOf(client: DynamoDBStreamsClient, at: Checkpoint): Promise<string | undefined> {
  const shard = { StreamArn: at.streamArn, ShardId: at.shardId };
  const oldest = new GetShardIteratorCommand({ ...shard, ShardIteratorType: "TRIM_HORIZON" });
  if (at.sequence === undefined) return (await client.send(oldest)).ShardIterator;
  try {
    const after = { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: at.sequence };
    return (await client.send(new GetShardIteratorCommand({ ...shard, ...after }))).ShardIterator;
  } catch (error) {
    if (!(error instanceof TrimmedDataAccessException)) throw error;
    return (await client.send(oldest)).ShardIterator;
  }
}

async function shards(client: DynamoDBStreamsClient, streamArn: string): Promise<string[]> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  return (StreamDescription?.Shards ?? []).flatMap((shard) => shard.ShardId ?? []).sort();
}
