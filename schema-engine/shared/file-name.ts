/** Most characters of a file's name. */
const LONGEST = 150;

/** Extension of a file name in lower case without the dot; empty when it has none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

/**
 * A name that is only a name: the last part of a path, without control, direction and surrogate characters, at most 150
 * characters with its extension kept; `file` when nothing is left.
 */
export function cleanFileName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  if (plain === "") return "file";
  const characters = [...plain];
  if (characters.length <= LONGEST) return plain;
  const extension = `.${extensionOf(plain).slice(0, 16)}`;
  return extension === "."
    ? characters.slice(0, LONGEST).join("")
    : characters.slice(0, LONGEST - extension.length).join("") + extension;
}

/** `Content-Disposition` that makes a browser save the file under its name (RFC 6266, RFC 8187). */
export function attachmentHeader(name: string): string {
  const plain = cleanFileName(name);
  const ascii = plain.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(plain).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
