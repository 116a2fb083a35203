import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { compareUtf8, type KeyRange } from "#engine";
import { unitsOf, withRetries, type Table } from "./client.ts";

/** One item of a range: a record's item, or an entry of an index. */
export interface RangeEntry {
  readonly id: string;
  /** Part of the key that orders entries across ranges. */
  readonly order: string;
  readonly item: Readonly<Record<string, unknown>>;
  /** Whether the item is the record's own, rather than an entry of an index. */
  readonly isBase: boolean;
}

export interface RangeSource {
  readonly table: Table;
  readonly pk: string;
  /** `base` or a slot attribute. */
  readonly source: string;
  readonly direction: "asc" | "desc";
}

/** Reads one key range page by page, from just after an order part when one is given. */
export class RangeStream {
  readonly buffer: RangeEntry[] = [];
  isDrained: boolean;
  itemsRead = 0;
  capacity = 0;
  readonly #source: RangeSource;
  readonly #range: KeyRange;
  readonly #after: string | null;
  readonly #bounds: { from: string; to: string };
  #start: Record<string, unknown> | undefined;

  constructor(source: RangeSource, range: KeyRange, after: string | null) {
    this.#source = source;
    this.#range = range;
    this.#after = after;
    this.#bounds = boundsAfter(range, source.direction, after);
    this.isDrained = compareUtf8(this.#bounds.from, this.#bounds.to) > 0;
  }

  /** Entries not consumed are left, here or in the table. */
  get hasMore(): boolean {
    return this.buffer.length > 0 || !this.isDrained;
  }

  /** Reads the next page into the buffer. */
  async fill(limit: number): Promise<void> {
    const { table, source } = this.#source;
    const answer = await withRetries(() => table.client.send(this.#command(limit)));
    const items = answer.Items ?? [];
    const spent = unitsOf(answer.ConsumedCapacity);
    this.#start = answer.LastEvaluatedKey;
    this.isDrained = this.#start === undefined;
    this.itemsRead += items.length;
    this.capacity += spent;
    table.capacity.add({ read: spent });
    const isBase = source === "base";
    const attribute = isBase ? "sk" : source;
    for (const item of items) {
      const order = String(item[attribute]).slice(this.#range.prefixLength);
      if (order !== this.#after) this.buffer.push({ id: String(item["sk"]), order, item, isBase });
    }
  }

  /** Passes over up to `count` entries without bringing them here; how many there were. Only before the first `fill`. */
  async skip(count: number): Promise<number> {
    const { table } = this.#source;
    let passed = 0;
    while (passed < count && !this.isDrained) {
      const command = this.#command(count - passed, { Select: "COUNT" });
      const answer = await withRetries(() => table.client.send(command));
      const spent = unitsOf(answer.ConsumedCapacity);
      passed += answer.Count ?? 0;
      this.#start = answer.LastEvaluatedKey;
      this.isDrained = this.#start === undefined;
      this.capacity += spent;
      table.capacity.add({ read: spent });
    }
    this.itemsRead += passed;
    return passed;
  }

  #command(limit: number, more: { readonly Select?: "COUNT" } = {}): QueryCommand {
    const { table, source, direction, pk } = this.#source;
    const isBase = source === "base";
    return new QueryCommand({
      TableName: table.name,
      ...more,
      ...(isBase ? { ConsistentRead: true } : { IndexName: `ix${source}` }),
      KeyConditionExpression: "pk = :pk AND #key BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#key": isBase ? "sk" : source },
      ExpressionAttributeValues: { ":pk": pk, ":from": this.#bounds.from, ":to": this.#bounds.to },
      ScanIndexForward: direction === "asc",
      Limit: limit,
      ReturnConsumedCapacity: "TOTAL",
      ...(this.#start ? { ExclusiveStartKey: this.#start } : {}),
    });
  }
}

/** The bound at which the last page ended is read again and dropped, because BETWEEN is inclusive. */
function boundsAfter(
  range: KeyRange,
  direction: "asc" | "desc",
  after: string | null,
): { from: string; to: string } {
  const { from, to, prefixLength } = range;
  if (after === null) return { from, to };
  const key = from.slice(0, prefixLength) + after;
  if (direction === "asc") return { from: compareUtf8(key, from) > 0 ? key : from, to };
  return { from, to: compareUtf8(key, to) < 0 ? key : to };
}
