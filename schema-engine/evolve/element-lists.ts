type Body = Readonly<Record<string, unknown>>;

/** The list of elements at a one-step pointer such as `/fields`; empty when there is none. */
export function listAt(body: Body | null, pointer: string): readonly Body[] {
  const list = body?.[pointer.slice(1)];
  return Array.isArray(list) ? (list as readonly Body[]) : [];
}

/** The same document with that list replaced. */
export function withListAt(body: Body, pointer: string, list: readonly Body[]): Body {
  return pointer.slice(1) in body ? { ...body, [pointer.slice(1)]: list } : body;
}
