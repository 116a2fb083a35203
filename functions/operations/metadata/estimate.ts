/** What the jobs of a change will cost. */
export interface Estimate {
  readonly records: number;
  /** Read and write capacity units. */
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly seconds: number;
  /** US dollars. */
  readonly dollars: number;
}

/** A strongly consistent read of a record of up to 4 KB (storage.md §12). */
const READS_PER_RECORD = 0.5;
/** The item and one index entry, or the item and one claim (storage.md §9, measured). */
const WRITES_PER_RECORD = 2;
/** Records a job does in a second at its share of the table's throughput (storage.md §9). */
const RECORDS_PER_SECOND = 400;
/** On-demand prices of a million units, us-east-1. */
const DOLLARS_PER_MILLION = { reads: 0.125, writes: 0.625 };

/** Units, time and money of going through that many records once and writing each of them. */
export function estimateOf(records: number): Estimate {
  const readUnits = Math.ceil(records * READS_PER_RECORD);
  const writeUnits = records * WRITES_PER_RECORD;
  const millionths = readUnits * DOLLARS_PER_MILLION.reads + writeUnits * DOLLARS_PER_MILLION.writes;
  return {
    records,
    readUnits,
    writeUnits,
    seconds: Math.ceil(records / RECORDS_PER_SECOND),
    dollars: Math.round(millionths * 100) / 100_000_000,
  };
}
