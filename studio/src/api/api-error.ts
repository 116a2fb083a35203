/** One entry of `errors` in a problem document (http-api.md, "Conventions"). */
export interface FieldProblem {
  /** JSON Pointer into the request body. */
  readonly pointer: string;
  readonly code: string;
  /** In the caller's language. */
  readonly message: string;
  /** More that goes with the code. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What the server said instead of doing what was asked; `status` 0: no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly FieldProblem[];
  /** What the first problem tells beside its message; empty: nothing. */
  get details(): Readonly<Record<string, unknown>> {
    return this.problems.find((one) => one.code === this.code)?.details ?? {};
  }
  /** `X-Request-Id` of the answer, for support; empty when there was none. */
  readonly requestId: string;

  constructor(answer: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly problems?: readonly FieldProblem[];
    readonly requestId?: string;
  }) {
    super(answer.message);
    this.name = "ApiError";
    this.status = answer.status;
    this.code = answer.code;
    this.problems = answer.problems ?? [];
    this.requestId = answer.requestId ?? "";
  }
}

/** Messages by pointer, the first of each. */
export function messagesByPointer(error: unknown): Readonly<Record<string, string>> {
  const problems = error instanceof ApiError ? error.problems : [];
  return Object.fromEntries([...problems].reverse().map(({ pointer, message }) => [pointer, message]));
}

/** What a problem document and its answer say. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body = await problemBody(response);
  return new ApiError({
    status: response.status,
    code: textOf(body["code"]) || `http_${String(response.status)}`,
    message: textOf(body["detail"]) || textOf(body["title"]) || response.statusText,
    problems: Array.isArray(body["errors"]) ? (body["errors"] as FieldProblem[]) : [],
    requestId: response.headers.get("x-request-id") ?? "",
  });
}

async function problemBody(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return {};
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
