/** Texts of several files under the files' names: `zh-CN/records.json` becomes `records`. */
export function byFile(files: Readonly<Record<string, unknown>>): Record<string, never> {
  const named = Object.entries(files).map(([path, texts]) => [
    path.replace(/^.*\//, "").replace(/\.json$/, ""),
    texts,
  ]);
  return Object.fromEntries(named) as Record<string, never>;
}
