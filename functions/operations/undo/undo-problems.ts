import type { LocalizedText, Problem } from "#engine";

function conflict(code: string, message: LocalizedText): Problem {
  return { kind: "conflict", code, pointer: "", message };
}

/** Somebody wrote the record after the operation. */
export const changedSince = conflict("changed_since", {
  "zh-CN": "此记录之后又被修改过，未撤销。",
  en: "The record was changed afterwards; it was left as it is.",
});

/** The record is not in the bin any more. */
export const goneForGood = conflict("gone_for_good", {
  "zh-CN": "此记录已被彻底删除，无法恢复。",
  en: "The record was removed for good and cannot come back.",
});

/** An operation that tells nothing back. */
export const nothingToUndo = conflict("nothing_to_undo", {
  "zh-CN": "此操作没有可撤销的内容，或保留期已过。",
  en: "There is nothing to undo, or it is too long ago.",
});

/** An operation that is still at work. */
export const stillRunning = conflict("still_running", {
  "zh-CN": "操作仍在进行；请先等待其结束，或取消它。",
  en: "The operation is still at work; wait until it ends, or cancel it first.",
});

/** An operation that was undone, or is being undone. */
export const undoneAlready = (job: string): Problem => ({
  ...conflict("undone_already", {
    "zh-CN": "此操作已撤销或正在撤销。",
    en: "The operation was undone already, or is being undone.",
  }),
  details: { job },
});
