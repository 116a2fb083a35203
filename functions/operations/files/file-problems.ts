import { invalid, type Problem } from "#engine";

export const unknownField: Problem = invalid("/field", "unknown_field", {
  "zh-CN": "没有这个文件字段，或您无权填写。",
  en: "There is no such file field, or you may not fill it in.",
});

export const emptyFile: Problem = invalid("/size", "empty_file", {
  "zh-CN": "文件是空的。",
  en: "The file is empty.",
});

export const fileTooLarge = (mostBytes: number): Problem => {
  const megabytes = String(mostBytes / (1024 * 1024));
  return {
    ...invalid("/size", "file_too_large", {
      "zh-CN": `文件过大，最多 ${megabytes} MB。`,
      en: `The file is too large; at most ${megabytes} MB are taken.`,
    }),
    details: { mostBytes },
  };
};

export const kindNotAllowed = (extensions: readonly string[]): Problem => ({
  ...invalid("/name", "kind_not_allowed", {
    "zh-CN": `不接受这种文件，可以上传：${extensions.join(" ")}`,
    en: `Files of this kind are not taken. Allowed: ${extensions.join(" ")}`,
  }),
  details: { extensions },
});

export const notUploaded: Problem = {
  kind: "conflict",
  code: "not_uploaded",
  pointer: "",
  message: { "zh-CN": "文件内容尚未上传。", en: "The content of the file has not arrived yet." },
};

export const scanPending: Problem = {
  kind: "conflict",
  code: "scan_pending",
  pointer: "",
  message: {
    "zh-CN": "正在进行安全检查，请稍后重试。",
    en: "The file is still being checked; try again in a moment.",
  },
};

export const contentMismatch: Problem = invalid("", "content_mismatch", {
  "zh-CN": "文件内容与名称或大小不符，已拒绝。",
  en: "The content does not match the file's name or size; it was refused.",
});

export const infected: Problem = invalid("", "infected", {
  "zh-CN": "文件未通过安全检查，已删除。",
  en: "The file did not pass the malware check and was removed.",
});

export const pictureTooLarge = (mostPixels: number): Problem => ({
  ...invalid("", "picture_too_large", {
    "zh-CN": `图片尺寸过大，最多 ${mostPixels / 1_000_000} 百万像素。`,
    en: `The picture is too large; at most ${mostPixels / 1_000_000} megapixels are taken.`,
  }),
  details: { mostPixels },
});
