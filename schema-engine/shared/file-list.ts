import type { FieldType, UploadLimits } from "../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../contract/problem.ts";
import { masked } from "./check-text.ts";
import { bilingual, isMasked } from "./locale.ts";

/** What every type made of uploaded files shares: its value is a list of file ids, at most one unless `multiple`. */
export interface FileListSettings {
  readonly multiple: boolean;
  /** Largest file, mebibytes. */
  readonly maxMegabytes: number;
}

/** Most files of one field. */
export const MOST_FILES = 20;
export const MEBIBYTE = 1024 * 1024;

const ID = "^[0-9A-HJKMNP-TV-Z]{26}$";
const idPattern = new RegExp(ID, "u");

type Shared =
  "valueSchema" | "check" | "isBlank" | "storage" | "files" | "operators" | "parse" | "format" | "cel";

/** The parts of a type made of uploaded files that do not depend on what may be uploaded. */
export function fileList<Settings extends FileListSettings>(): Pick<
  FieldType<readonly string[], Settings>,
  Shared
> {
  return {
    valueSchema: ({ multiple }) => ({
      type: "array",
      items: { type: "string", pattern: ID },
      uniqueItems: true,
      maxItems: multiple ? MOST_FILES : 1,
    }),
    check: checkFiles,
    isBlank: (value) => value.length === 0,
    storage: { class: "stored", encode: (value) => value, decode: (stored) => stored as readonly string[] },
    files: (value) => value,
    operators: ["isEmpty", "isNotEmpty"],
    parse(text, settings) {
      if (isMasked(text)) return failure(masked);
      const ids = text.split(/[\s,，、;；]+/).filter((one) => one !== "");
      const problems = checkFiles(ids, settings);
      return problems.length > 0 ? failure(...problems) : success(ids);
    },
    format: (value) => value.join(", "),
    cel: { type: "list<string>", toCel: (value) => value },
  };
}

/** Limits of uploads in bytes. */
export function bytesOf({ maxMegabytes }: FileListSettings): Pick<UploadLimits, "mostBytes"> {
  return { mostBytes: maxMegabytes * MEBIBYTE };
}

function checkFiles(value: unknown, { multiple }: FileListSettings): readonly Problem[] {
  if (!Array.isArray(value)) return [notFiles];
  if (!value.every((one) => typeof one === "string" && idPattern.test(one))) return [notFiles];
  if (new Set(value).size < value.length) return [repeated];
  const most = multiple ? MOST_FILES : 1;
  return value.length > most ? [tooMany(most)] : [];
}

const notFiles = invalid(
  "",
  "type",
  bilingual("请先上传文件。", "Upload a file first; the value is a list of file ids."),
);
const repeated = invalid("", "duplicate", bilingual("同一文件只能出现一次。", "Name each file only once."));
const tooMany = (most: number): Problem =>
  invalid("", "too_many", bilingual(`最多 ${most} 个文件。`, `At most ${most} files are allowed.`));
