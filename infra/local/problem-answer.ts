import type { ServerResponse } from "node:http";

/** Ends a response with `application/problem+json` (RFC 9457), for what the gateway itself refuses. */
export function answerProblem(
  response: ServerResponse,
  problem: {
    readonly status: number;
    readonly title: string;
    readonly code: string;
    readonly detail?: string;
  },
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ type: "about:blank", ...problem });
  response.writeHead(problem.status, {
    "content-type": "application/problem+json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(body);
}
