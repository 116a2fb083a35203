import type { Product } from "./product.ts";

/** Calls the API as the admin; an answer that is no success is an error with its text. */
export function callsOf(product: Product) {
  return async <Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${product.origin}/api/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await product.token("admin")}`,
        "content-type": "application/json",
        ...(method === "PATCH" ? { "if-match": "*" } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return (text === "" ? null : JSON.parse(text)) as Answer;
  };
}

export type Calls = ReturnType<typeof callsOf>;
