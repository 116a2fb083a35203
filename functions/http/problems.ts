import type { LocalizedText, Problem, ProblemKind } from "#engine";

function problem(kind: ProblemKind, code: string, message: LocalizedText): Problem {
  return { kind, code, pointer: "", message };
}

/** One body for everything that is absent, elsewhere, or not for this caller. */
export const notFound = problem("notFound", "not_found", {
  "zh-CN": "没有找到，或您无权查看。",
  en: "Not found, or not visible to you.",
});

export const forbidden = problem("forbidden", "forbidden", {
  "zh-CN": "您的角色不允许此操作；如有需要，请联系管理员。",
  en: "Your role does not allow this; ask an administrator if you need it.",
});

export function malformed(code: string, message: LocalizedText, pointer = ""): Problem {
  return { kind: "malformed", code, pointer, message };
}

export const tooLarge = (bytes: number): Problem =>
  problem("tooLarge", "payload_too_large", {
    "zh-CN": `请求内容过大，最多 ${bytes} 字节。`,
    en: `The body is too large; at most ${bytes} bytes are taken.`,
  });

export const preconditionRequired = problem("preconditionRequired", "precondition_required", {
  "zh-CN": "请在 If-Match 中给出您看到的版本（ETag）；用 * 表示有意覆盖。",
  en: "Send the version you saw (its ETag) in If-Match, or * to overwrite knowingly.",
});

export const badPrecondition = malformed("bad_precondition", {
  "zh-CN": 'If-Match 只接受一个强 ETag（例如 "7"）或 *。',
  en: 'If-Match takes exactly one strong ETag (such as "7") or *.',
});

export function duplicateParameter(name: string): Problem {
  return malformed("bad_query", {
    "zh-CN": `查询参数“${name}”出现了多次。`,
    en: `The query parameter “${name}” was given more than once.`,
  });
}

export function badParameter(name: string, allowed: LocalizedText): Problem {
  return malformed("bad_query", {
    "zh-CN": `查询参数“${name}”无效：${allowed["zh-CN"]}`,
    en: `The query parameter “${name}” is not valid: ${allowed.en}`,
  });
}

export const rateLimited = problem("rateLimited", "rate_limited", {
  "zh-CN": "请求过于频繁，请稍后再试。",
  en: "Too many requests; try again later.",
});
