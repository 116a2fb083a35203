import { failure, importModes, success, type Problem, type Result } from "#engine";
import type { GivenSheet } from "../operations/imports/prepare-sheet.ts";
import type { GivenFile } from "../operations/imports/start-import.ts";
import { readShape, wrongKind } from "./read-shape.ts";

const MAX_FILES = 20;
const MOST_ENTRIES = 1_000;
const text = { "zh-CN": "文本", en: "text" };

type Given = Readonly<Record<string, unknown>>;

/** The `files` of `POST /imports:analyze`. */
export function readSheets(body: unknown): Result<readonly GivenSheet[]> {
  const files = readFiles(body, ["files"], { required: [], optional: [] });
  return files.ok ? success(files.value.map(givenSheet)) : files;
}

/** The body of `POST /imports`. */
export function readStart(
  body: unknown,
): Result<{ readonly files: readonly GivenFile[]; readonly dryRun: boolean }> {
  const required = ["object", "mapping"];
  const optional = ["mode", "match", "blanks", "defaults"];
  const files = readFiles(body, ["files", "dryRun"], { required, optional });
  if (!files.ok) return files;
  const problems = files.value.flatMap((file, at) => mappingShapeProblems(file, `/files/${at}`));
  const dryRun = (body as Given)["dryRun"] ?? false;
  if (typeof dryRun !== "boolean")
    problems.push(wrongKind("/dryRun", { "zh-CN": "布尔值", en: "a boolean" }));
  if (problems.length > 0 || typeof dryRun !== "boolean") return failure(...problems);
  return success({
    files: files.value.map((file) => ({ ...file, ...givenSheet(file) }) as unknown as GivenFile),
    dryRun,
  });
}

/** What is wrong with the kinds of values of a mapping; what they name is checked by the operation. */
export function mappingShapeProblems(given: Given, pointer: string): Problem[] {
  const { object, mapping, mode = "upsert", match = [], blanks = "keep", defaults = [] } = given;
  const columns = { required: ["column", "object", "field"], optional: ["by"] };
  const values = { required: ["object", "field", "value"], optional: [] };
  const isText = (one: unknown) => typeof one === "string";
  const checks: readonly (readonly [string, boolean, { readonly "zh-CN": string; readonly en: string }])[] = [
    ["object", isText(object), text],
    ["mapping", isListOf(mapping, columns), { "zh-CN": "列映射的列表", en: "a list of column mappings" }],
    [
      "mode",
      importModes.some((one) => one === mode),
      { "zh-CN": "create、update 或 upsert", en: "create, update or upsert" },
    ],
    [
      "match",
      Array.isArray(match) && match.length <= 10 && match.every(isText),
      { "zh-CN": "字段名的列表", en: "a list of field names" },
    ],
    ["blanks", blanks === "keep" || blanks === "clear", { "zh-CN": "keep 或 clear", en: "keep or clear" }],
    ["defaults", isListOf(defaults, values), { "zh-CN": "默认值的列表", en: "a list of defaults" }],
  ];
  return checks.flatMap(([name, isFine, wanted]) =>
    isFine ? [] : [wrongKind(`${pointer}/${name}`, wanted)],
  );
}

function isListOf(
  value: unknown,
  shape: { readonly required: readonly string[]; readonly optional: readonly string[] },
): boolean {
  if (!Array.isArray(value) || value.length > MOST_ENTRIES) return false;
  return value.every((one: unknown) => {
    const read = readShape(one, shape);
    return read.ok && Object.values(read.value).every((part) => typeof part === "string");
  });
}

function readFiles(
  body: unknown,
  names: readonly string[],
  properties: { readonly required: readonly string[]; readonly optional: readonly string[] },
): Result<readonly Given[]> {
  const outer = readShape(body, { required: ["files"], optional: names });
  if (!outer.ok) return outer;
  const files = outer.value["files"];
  if (!Array.isArray(files) || files.length === 0 || files.length > MAX_FILES) {
    return failure(wrongKind("/files", { "zh-CN": `1–${MAX_FILES} 个文件`, en: `1–${MAX_FILES} files` }));
  }
  const problems = files.flatMap((file: unknown, at) => fileProblems(file, `/files/${at}`, properties));
  return problems.length > 0 ? failure(...problems) : success(files as Given[]);
}

function fileProblems(
  file: unknown,
  pointer: string,
  properties: { readonly required: readonly string[]; readonly optional: readonly string[] },
): readonly Problem[] {
  const isUpload = typeof file === "object" && file !== null && Object.hasOwn(file, "upload");
  const source = isUpload ? ["upload"] : ["name", "text"];
  const shape = readShape(file, {
    required: [...source, ...properties.required],
    optional: [...(isUpload ? ["name", "sheet"] : []), ...properties.optional],
  });
  if (!shape.ok) return shape.problems.map((one) => ({ ...one, pointer: pointer + one.pointer }));
  const { sheet = null, name = "" } = shape.value;
  const texts = {
    ...Object.fromEntries(source.map((one) => [one, shape.value[one]])),
    name,
    sheet: sheet ?? "",
  };
  return Object.entries(texts)
    .filter(([, value]) => typeof value !== "string")
    .map(([one]) => wrongKind(`${pointer}/${one}`, text));
}

function givenSheet(file: Given): GivenSheet {
  const name = typeof file["name"] === "string" ? { name: file["name"] } : {};
  if (typeof file["upload"] !== "string") return { name: String(file["name"]), text: String(file["text"]) };
  const sheet = typeof file["sheet"] === "string" ? file["sheet"] : null;
  return { ...name, upload: file["upload"], sheet };
}
