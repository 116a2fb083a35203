import { invalid, type LocalizedText, type Problem } from "#engine";

/** One problem for everything absent, elsewhere, in the bin, or not for this caller. */
export const notFound: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "没有找到，或您无权查看。", en: "Not found, or not visible to you." },
};

export const forbidden: Problem = {
  kind: "forbidden",
  code: "forbidden",
  pointer: "",
  message: {
    "zh-CN": "您的角色不允许此操作；如有需要，请联系管理员。",
    en: "Your role does not allow this; ask an administrator if you need it.",
  },
};

/** The same answer whether the field is hidden or does not exist: it says nothing about either. */
export function fieldForbidden(name: string, pointer: string): Problem {
  const shown = name.slice(0, 80);
  return {
    kind: "forbidden",
    code: "field_forbidden",
    pointer,
    message: {
      "zh-CN": `字段“${shown}”不存在，或您无权查看。`,
      en: `The field “${shown}” does not exist, or you may not see it.`,
    },
  };
}

/** The version named is not the stored one. */
export function versionMismatch(current: number | null): Problem {
  return {
    kind: "stale",
    code: "version_mismatch",
    pointer: "",
    message: {
      "zh-CN": "此记录刚被其他人修改，请刷新后再试。",
      en: "The record was changed in the meantime; load it again and repeat your change.",
    },
    ...(current === null ? {} : { details: { version: current } }),
  };
}

/** Of a single value, or of the combination with this label. */
export function uniqueViolation(pointer: string, combination?: LocalizedText): Problem {
  const single = {
    "zh-CN": "此值已被另一条记录使用，须唯一。",
    en: "Another record has this value already; it must be unique.",
  };
  const combined = combination && {
    "zh-CN": `“${combination["zh-CN"]}”须唯一，已有另一条记录使用相同的组合。`,
    en: `“${combination.en}” must be unique; another record has the same combination already.`,
  };
  return { kind: "conflict", code: "unique_violation", pointer, message: combined ?? single };
}

/** One text for a target in another workspace, out of reach, deleted, or of another object (reliability.md R08). */
export function invalidReference(pointer: string): Problem {
  return invalid(pointer, "invalid_reference", {
    "zh-CN": "所选的关联记录不存在，或您无权查看。",
    en: "The record referred to does not exist, or is not visible to you.",
  });
}

/** A unique value of a field the caller may not see: says nothing about the field (reliability.md Q06). */
export const hiddenViolation = invalid("", "rejected", {
  "zh-CN": "此记录不满足一项您看不到的规则，请联系管理员。",
  en: "The record breaks a rule on something you may not see; ask an administrator.",
});

export function badRequest(pointer: string, code: string, message: LocalizedText): Problem {
  return { kind: "malformed", code, pointer, message };
}

/** Stored in the meantime by many others at once. */
export const tooBusy: Problem = {
  kind: "conflict",
  code: "write_conflict",
  pointer: "",
  message: {
    "zh-CN": "此记录正被频繁修改，请稍后重试。",
    en: "The record is being changed by others right now; try again in a moment.",
  },
};

export const stillReferenced = (object: LocalizedText, count: string): Problem => ({
  kind: "conflict",
  code: "still_referenced",
  pointer: "",
  message: {
    "zh-CN": `还有 ${count} 条“${object["zh-CN"]}”引用此记录，请先处理它们。`,
    en: `${count} ${object.en} still refer to this record; deal with them first.`,
  },
});
