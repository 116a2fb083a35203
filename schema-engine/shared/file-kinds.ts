import { extensionOf } from "./file-name.ts";
import { isMarkup, startsWith, textAt } from "./read-bytes.ts";

/** A kind of file that may be uploaded: recognised by its content, and only under one of its extensions. */
export interface FileKind {
  /** Media type it is served with. */
  readonly type: string;
  readonly group: FileGroup;
  /** Lower case, without dot. */
  readonly extensions: readonly string[];
  /** Whether the beginning of a file is that of this kind. */
  readonly fits: (head: Uint8Array) => boolean;
}

export const fileGroups = [
  "image",
  "pdf",
  "document",
  "spreadsheet",
  "presentation",
  "text",
  "archive",
  "media",
] as const;
export type FileGroup = (typeof fileGroups)[number];

/** Kind promised by a name among the groups; the content must keep the promise (`identifyFile`). */
export function kindOfName(name: string, groups: readonly string[]): FileKind | null {
  const extension = extensionOf(name);
  return kinds.find((one) => groups.includes(one.group) && one.extensions.includes(extension)) ?? null;
}

/** Kind of a file by its name and its first bytes together; null when they contradict each other or none is known. */
export function identifyFile(file: {
  readonly name: string;
  /** At least the first 64 KiB, or all of a shorter file. */
  readonly head: Uint8Array;
  readonly groups: readonly string[];
}): FileKind | null {
  const kind = kindOfName(file.name, file.groups);
  return kind?.fits(file.head) === true ? kind : null;
}

/** Extensions of the groups, each with a dot, for the browser's file dialog. */
export function extensionsOf(groups: readonly string[]): readonly string[] {
  return kinds
    .filter((one) => groups.includes(one.group))
    .flatMap((one) => one.extensions.map((x) => `.${x}`));
}

const magic =
  (...bytes: readonly number[]) =>
  (head: Uint8Array): boolean =>
    startsWith(head, bytes);
const word =
  (text: string, at = 0) =>
  (head: Uint8Array): boolean =>
    textAt(head, at, text.length) === text;
const zip = magic(0x50, 0x4b, 0x03, 0x04);
const holding =
  (part: string) =>
  (head: Uint8Array): boolean =>
    zip(head) && textAt(head, 0, head.length).includes(part);
const compound = magic(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
const openXml = "application/vnd.openxmlformats-officedocument";
const openDocument = "application/vnd.oasis.opendocument";

function kind(
  group: FileGroup,
  [type, ...extensions]: readonly [string, ...string[]],
  fits: FileKind["fits"],
): FileKind {
  return { type, group, extensions, fits };
}

/** Nothing a browser would run: no HTML, no SVG, no scripts, no macros' own formats. */
const kinds: readonly FileKind[] = [
  kind("image", ["image/png", "png"], magic(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)),
  kind("image", ["image/jpeg", "jpg", "jpeg"], magic(0xff, 0xd8, 0xff)),
  kind("image", ["image/gif", "gif"], (head) => word("GIF87a")(head) || word("GIF89a")(head)),
  kind("image", ["image/webp", "webp"], (head) => word("RIFF")(head) && word("WEBP", 8)(head)),
  kind("pdf", ["application/pdf", "pdf"], word("%PDF-")),
  kind("document", [`${openXml}.wordprocessingml.document`, "docx"], holding("word/")),
  kind("document", ["application/msword", "doc"], compound),
  kind("document", [`${openDocument}.text`, "odt"], holding(`${openDocument}.text`)),
  kind("spreadsheet", [`${openXml}.spreadsheetml.sheet`, "xlsx"], holding("xl/")),
  kind("spreadsheet", ["application/vnd.ms-excel", "xls"], compound),
  kind("spreadsheet", [`${openDocument}.spreadsheet`, "ods"], holding(`${openDocument}.spreadsheet`)),
  kind("spreadsheet", ["text/csv", "csv"], isPlainText),
  kind("presentation", [`${openXml}.presentationml.presentation`, "pptx"], holding("ppt/")),
  kind("presentation", ["application/vnd.ms-powerpoint", "ppt"], compound),
  kind("text", ["text/plain", "txt", "md", "log"], isPlainText),
  kind("text", ["text/vcard", "vcf"], word("BEGIN:VCARD")),
  kind("text", ["text/calendar", "ics"], word("BEGIN:VCALENDAR")),
  kind("archive", ["application/zip", "zip"], zip),
  kind("media", ["audio/mpeg", "mp3"], (head) => word("ID3")(head) || magic(0xff, 0xfb)(head)),
  kind("media", ["audio/wav", "wav"], (head) => word("RIFF")(head) && word("WAVE", 8)(head)),
  kind("media", ["audio/mp4", "m4a"], word("ftyp", 4)),
  kind("media", ["video/mp4", "mp4"], word("ftyp", 4)),
  kind("media", ["video/webm", "webm"], magic(0x1a, 0x45, 0xdf, 0xa3)),
];

/** No control characters but white space, and no markup. */
function isPlainText(head: Uint8Array): boolean {
  const control = head.some(
    (byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c,
  );
  return head.length > 0 && !control && !isMarkup(head);
}
