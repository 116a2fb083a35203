import { defineFieldType } from "../../contract/field-type.ts";
import { fileGroups, type FileGroup } from "../../shared/file-kinds.ts";
import { bytesOf, fileList, type FileListSettings } from "../../shared/file-list.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";

interface FileSettings extends FileListSettings {
  /** Groups of kinds that may be uploaded. */
  readonly allowed: readonly FileGroup[];
}

export default defineFieldType<readonly string[], FileSettings>({
  ...fileList<FileSettings>(),
  name: "file",
  label: bilingual("文件", "File"),
  description: bilingual(
    "上传的附件，例如合同或报价单。",
    "Uploaded attachments, such as a contract or a quotation.",
  ),
  icon: "paperclip",
  settingsSchema: settingsOf({
    multiple: labelled(bilingual("允许多个文件", "Several files"), { type: "boolean" }),
    maxMegabytes: labelled(bilingual("单个文件上限（MB）", "Largest file (MB)"), {
      type: "integer",
      minimum: 1,
      maximum: 100,
    }),
    allowed: labelled(bilingual("允许的种类", "Allowed kinds"), {
      type: "array",
      items: { type: "string", enum: [...fileGroups] },
      uniqueItems: true,
      minItems: 1,
    }),
  }),
  defaultSettings: {
    multiple: true,
    maxMegabytes: 20,
    allowed: ["image", "pdf", "document", "spreadsheet", "presentation", "text"],
  },
  uploads: (settings) => ({ ...bytesOf(settings), groups: settings.allowed }),
});
