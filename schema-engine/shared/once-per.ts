/**
 * Works out what follows from a value alone at the first question and keeps it as long as the value lives; for compiled
 * models, which never change, so that the decisions made of them thousands of times a second do not search them.
 */
export function oncePer<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key);
    if (found) return found.value;
    const made = { value: work(key) };
    known.set(key, made);
    return made.value;
  };
}
