/** Ids ordered by the instant they fall due; the smallest comes first. */
export interface DueHeap {
  add(id: string, at: number): void;
  /** Earliest entry without removing it. */
  first(): { readonly id: string; readonly at: number } | undefined;
  /** Removes the earliest entry. */
  take(): void;
}

/** A binary heap: 20,000 delayed messages must not make every receive a scan. */
export function newDueHeap(): DueHeap {
  const items: { id: string; at: number }[] = [];
  const at = (index: number): number => items[index]?.at ?? Number.POSITIVE_INFINITY;
  const swap = (one: number, other: number): void => {
    const first = items[one];
    const second = items[other];
    if (first === undefined || second === undefined) return;
    items[one] = second;
    items[other] = first;
  };
  const rise = (start: number): void => {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (at(parent) <= at(index)) return;
      swap(parent, index);
      index = parent;
    }
  };
  const sink = (): void => {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = at(left + 1) < at(left) ? left + 1 : left;
      if (at(index) <= at(child)) return;
      swap(index, child);
      index = child;
    }
  };
  return {
    add: (id, due) => {
      items.push({ id, at: due });
      rise(items.length - 1);
    },
    first: () => items[0],
    take: () => {
      const last = items.pop();
      if (last === undefined || items.length === 0) return;
      items[0] = last;
      sink();
    },
  };
}
