/**
 * A way round in a graph, as the names along it with the first again at the end; null when there is none. Without
 * recursion, so that a chain of any length is walked.
 */
export function findCycle(
  names: Iterable<string>,
  inputsOf: (name: string) => readonly string[],
): readonly string[] | null {
  const done = new Set<string>();
  for (const start of names) {
    const found = done.has(start) ? null : walkFrom(start, inputsOf, done);
    if (found) return found;
  }
  return null;
}

interface Visit {
  readonly name: string;
  readonly inputs: readonly string[];
  next: number;
}

function walkFrom(
  start: string,
  inputsOf: (name: string) => readonly string[],
  done: Set<string>,
): readonly string[] | null {
  const way: Visit[] = [{ name: start, inputs: inputsOf(start), next: 0 }];
  const onWay = new Map([[start, 0]]);
  for (let visit = way.at(-1); visit; visit = way.at(-1)) {
    const name = visit.inputs[visit.next];
    visit.next += 1;
    if (name === undefined) {
      way.pop();
      onWay.delete(visit.name);
      done.add(visit.name);
      continue;
    }
    const at = onWay.get(name);
    if (at !== undefined) return [...way.slice(at).map((one) => one.name), name];
    if (done.has(name)) continue;
    onWay.set(name, way.length);
    way.push({ name, inputs: inputsOf(name), next: 0 });
  }
  return null;
}
