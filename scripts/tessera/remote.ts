import type { Options } from "./options.ts";

/** A refusal of the server, with its problems in English. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];
  constructor(status: number, body: ProblemDocument) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = body.code ?? "";
    this.problems = body.errors ?? [];
  }
}

interface ProblemDocument {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

export interface Remote {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: object): Promise<Answer>;
}

/** The API below `/api/v1` with a key; answers that are no success throw a `Refusal`. */
export function remote({ url, key }: Pick<Options, "url" | "key">): Remote {
  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        "accept-language": "en",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const json: unknown = text === "" ? {} : JSON.parse(text);
    if (!response.ok) throw new Refusal(response.status, json as ProblemDocument);
    return json as Answer;
  }
  return {
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
  };
}
