import { post } from "./http.ts";

/** The clear value of an encrypted field; the server records each time. */
export async function revealValue(target: {
  readonly object: string;
  readonly id: string;
  readonly field: string;
}): Promise<string> {
  const { object, id, field } = target;
  const path = `/objects/${object}/records/${encodeURIComponent(id)}/fields/${field}:reveal`;
  return (await post<{ readonly value: string }>(path)).value;
}
