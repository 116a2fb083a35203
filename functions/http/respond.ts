import { statusOf, type Locale, type LocalizedText, type Problem } from "#engine";
import { plainDocument, problemDocument, type ProblemDocument } from "./problem-response.ts";
import type { ApiAnswer } from "./route.ts";

/** An answer ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text; base64 when `binary`. */
  readonly body: string;
  readonly binary?: boolean;
}

export interface AnswerAbout {
  readonly requestId: string;
  readonly locale: Locale;
}

const common = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** Turns what a handler answered into status, headers and body text. */
export function toAnswer(given: ApiAnswer, about: AnswerAbout): Answer {
  if ("problems" in given) return problemAnswer(given.problems, about);
  const headers = { ...common, ...given.headers, "x-request-id": about.requestId };
  if (given.content) {
    const { type, content, binary } = given.content;
    const answer = { status: given.status, headers: { ...headers, "content-type": type }, body: content };
    return binary === true ? { ...answer, binary } : answer;
  }
  if (given.body === undefined) return { status: given.status, headers, body: "" };
  return {
    status: given.status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(given.body),
  };
}

/** A refusal with a problem kind. */
export function problemAnswer(
  problems: readonly Problem[],
  about: AnswerAbout,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const first = problems[0];
  if (!first) throw new Error("a refusal without a problem");
  return documentAnswer(problemDocument(problems, about), about, headers);
}

/** A refusal by a status that no problem kind stands for. */
export function plainAnswer(
  given: {
    readonly status: number;
    readonly code: string;
    readonly detail: LocalizedText;
    readonly headers?: Readonly<Record<string, string>>;
  },
  about: AnswerAbout,
): Answer {
  return documentAnswer(plainDocument(given, about), about, given.headers ?? {});
}

function documentAnswer(
  document: ProblemDocument,
  about: AnswerAbout,
  headers: Readonly<Record<string, string>>,
): Answer {
  return {
    status: document.status,
    headers: {
      ...common,
      ...headers,
      "content-type": "application/problem+json",
      "content-language": about.locale,
      "x-request-id": about.requestId,
      ...(document.status === statusOf.rateLimited && !headers["retry-after"] ? { "retry-after": "1" } : {}),
    },
    body: JSON.stringify(document),
  };
}
