import { statusOf, type Locale, type LocalizedText, type Problem } from "#engine";

/** Most entries of `errors` in one answer (reliability.md §1.1). */
const MOST_ERRORS = 50;

const titles: Readonly<Record<number, LocalizedText>> = {
  400: { "zh-CN": "请求无法读取", en: "The request cannot be read" },
  401: { "zh-CN": "请先登录", en: "Sign in first" },
  403: { "zh-CN": "没有权限", en: "Not allowed" },
  404: { "zh-CN": "没有找到", en: "Not found" },
  405: { "zh-CN": "不支持此方法", en: "Method not allowed" },
  409: { "zh-CN": "与已有数据冲突", en: "Conflict with what is stored" },
  410: { "zh-CN": "链接已失效", en: "The link is gone" },
  412: { "zh-CN": "数据已被更改", en: "Changed in the meantime" },
  413: { "zh-CN": "内容过大", en: "Too large" },
  415: { "zh-CN": "不支持的内容类型", en: "Unsupported content type" },
  422: { "zh-CN": "内容不符合要求", en: "Not valid" },
  428: { "zh-CN": "缺少前提条件", en: "Precondition required" },
  429: { "zh-CN": "请求过于频繁", en: "Too many requests" },
  500: { "zh-CN": "服务器内部错误", en: "Internal error" },
};

/** A problem document (RFC 9457) as it is sent. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  readonly [extension: string]: unknown;
}

/** One document of several problems: the first decides status and code, all stand in `errors`. */
export function problemDocument(
  problems: readonly Problem[],
  about: { readonly locale: Locale; readonly requestId: string },
): ProblemDocument {
  const first = problems[0];
  if (!first) throw new Error("a refusal without a problem");
  const errors = problems.slice(0, MOST_ERRORS).map(({ pointer, code, message, details }) => ({
    pointer,
    code,
    message: message[about.locale],
    ...(details ? { details } : {}),
  }));
  const placed = problems.some((one) => one.pointer !== "") || problems.length > 1;
  return {
    ...plainDocument({ status: statusOf[first.kind], code: first.code, detail: first.message }, about),
    ...(placed ? { errors } : {}),
    ...(!placed && first.details ? { details: first.details } : {}),
  };
}

/** A document of a status that no problem kind stands for (401, 405, 415, 500). */
export function plainDocument(
  given: { readonly status: number; readonly code: string; readonly detail: LocalizedText },
  about: { readonly locale: Locale; readonly requestId: string },
): ProblemDocument {
  return {
    type: `/problems/${given.code.replaceAll("_", "-")}`,
    title: titles[given.status]?.[about.locale] ?? "",
    status: given.status,
    detail: given.detail[about.locale],
    code: given.code,
    instance: about.requestId,
  };
}
