import { AsyncLocalStorage } from "node:async_hooks";

/** Capacity units one request spent, as the table reported them. */
export interface SpentCapacity {
  read: number;
  write: number;
}

export interface CapacityMeter {
  /** Runs a request and counts what it spends. */
  measure<Value>(
    work: () => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly spent: SpentCapacity }>;
  /** Told by the adapters; outside of `measure` it counts nothing. */
  add(units: Partial<SpentCapacity>): void;
}

export function createCapacityMeter(): CapacityMeter {
  const current = new AsyncLocalStorage<SpentCapacity>();
  return {
    async measure(work) {
      const spent = { read: 0, write: 0 };
      return { value: await current.run(spent, work), spent };
    },
    add({ read = 0, write = 0 }) {
      const spent = current.getStore();
      if (!spent) return;
      spent.read += read;
      spent.write += write;
    },
  };
}
