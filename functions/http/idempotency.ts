import type { Problem } from "#engine";
import type { ApiContext } from "./context.ts";
import { malformed } from "./problems.ts";
import type { Answer } from "./respond.ts";

/** Which request claims a key: the same person, method, path and body. */
export interface IdempotentRequest {
  readonly workspace: string;
  readonly userId: string;
  /** Value of `Idempotency-Key`. */
  readonly key: string;
  /** Method, path and body. */
  readonly content: string;
}

/** Runs `work` once per key: a repetition gets the first answer, another body under the same key is refused. */
export async function onceOnly(
  context: Pick<ApiContext, "idempotencyStore" | "signer" | "clock">,
  request: IdempotentRequest,
  work: () => Promise<Answer>,
): Promise<Answer | { readonly problem: Problem; readonly headers: Readonly<Record<string, string>> }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(request.key)) return { problem: badKey, headers: {} };
  const store = context.idempotencyStore;
  const key = context.signer.sign("idempotency-key", JSON.stringify([request.userId, request.key]));
  const fingerprint = context.signer.sign("idempotency-body", request.content);
  const claim = await store.begin(request.workspace, { key, fingerprint, now: context.clock.now() });
  if (claim.state === "otherBody") return { problem: otherBody, headers: {} };
  if (claim.state === "inProgress") return { problem: inProgress, headers: { "retry-after": "1" } };
  if (claim.state === "done") return claim.answer;
  return finished(context, { workspace: request.workspace, key }, work);
}

async function finished(
  { idempotencyStore: store }: Pick<ApiContext, "idempotencyStore">,
  { workspace, key }: { readonly workspace: string; readonly key: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    await store.release(workspace, key);
    throw error;
  }
  if (answer.status >= 400) await store.release(workspace, key);
  else
    await store.finish(workspace, key, { status: answer.status, headers: answer.headers, body: answer.body });
  return answer;
}

const badKey = malformed("bad_idempotency_key", {
  "zh-CN": "Idempotency-Key 须为 1–255 个可见 ASCII 字符。",
  en: "Idempotency-Key takes 1–255 visible ASCII characters.",
});
const otherBody: Problem = {
  kind: "invalid",
  code: "idempotency_mismatch",
  pointer: "",
  message: {
    "zh-CN": "此 Idempotency-Key 已用于内容不同的请求，请换一个。",
    en: "This Idempotency-Key was used with another request; take a new one.",
  },
};
const inProgress: Problem = {
  kind: "conflict",
  code: "in_progress",
  pointer: "",
  message: {
    "zh-CN": "使用同一 Idempotency-Key 的请求仍在处理，请稍后重试。",
    en: "The first request with this Idempotency-Key is still under way; try again in a moment.",
  },
};
