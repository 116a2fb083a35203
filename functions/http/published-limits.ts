import { limits, type LimitName, type LocalizedText } from "#engine";

/** One published bound, as people read it. */
export interface PublishedLimit {
  /** What is counted. */
  readonly unit: "items" | "bytes" | "characters" | "levels";
  /** What it is counted per. */
  readonly per: LocalizedText;
  readonly label: LocalizedText;
  /** Status and code of the problem one above it; null: nothing is refused, what is above is left out. */
  readonly refusal: { readonly status: 400 | 413 | 422; readonly code: string } | null;
}

type Texts = { readonly label: readonly [string, string]; readonly per: readonly [string, string] };

function limit(
  unit: PublishedLimit["unit"],
  { label, per }: Texts,
  refusal: PublishedLimit["refusal"] = { status: 422, code: "limit" },
): PublishedLimit {
  return {
    unit,
    label: { "zh-CN": label[0], en: label[1] },
    per: { "zh-CN": per[0], en: per[1] },
    refusal,
  };
}

const perWorkspace = ["每个工作区", "per workspace"] as const;
const perObject = ["每个对象", "per object"] as const;
const perField = ["每个字段", "per field"] as const;
const perRequest = ["每次请求", "per request"] as const;
const perExpression = ["每个表达式", "per expression"] as const;

const published: Readonly<Record<LimitName, PublishedLimit>> = {
  objects: limit("items", { label: ["对象", "Objects"], per: perWorkspace }),
  fields: limit("items", { label: ["字段", "Fields"], per: perObject }),
  options: limit("items", { label: ["选项", "Options"], per: perField }),
  rules: limit("items", { label: ["校验规则", "Validation rules"], per: perObject }),
  rollups: limit("items", { label: ["汇总字段", "Roll-up fields"], per: perObject }),
  uniqueCombinations: limit("items", {
    label: ["组合唯一约束", "Combined unique constraints"],
    per: perObject,
  }),
  indexes: limit(
    "items",
    { label: ["索引", "Indexes"], per: perObject },
    { status: 422, code: "no_index_slot" },
  ),
  automaticIndexes: limit("items", {
    label: ["自动建立的索引", "Indexes made without being asked for"],
    per: perObject,
  }),
  countedDimensions: limit("items", {
    label: ["自动汇总的维度", "Dimensions counted as records change"],
    per: perObject,
  }),
  recordTypes: limit("items", { label: ["记录类型", "Record types"], per: perObject }),
  stages: limit("items", { label: ["阶段", "Stages"], per: ["每个管道", "per pipeline"] }),
  transitions: limit("items", { label: ["流转", "Transitions"], per: ["每个管道", "per pipeline"] }),
  steps: limit("items", { label: ["步骤", "Steps"], per: ["每个流程", "per workflow or journey"] }),
  documentBytes: limit("bytes", {
    label: ["一份元数据文档", "One metadata document"],
    per: ["每份文档", "per document"],
  }),
  duplicateRules: limit("items", { label: ["查重规则", "Duplicate rules"], per: perObject }),
  duplicateCriteria: limit("items", {
    label: ["查重规则比较的字段", "Fields a duplicate rule compares"],
    per: ["每条规则", "per rule"],
  }),
  relationDepth: limit("levels", {
    label: ["公式沿关联的层数", "Relations a formula may follow"],
    per: perExpression,
  }),
  expressionCharacters: limit(
    "characters",
    { label: ["公式长度", "Length of an expression"], per: perExpression },
    { status: 422, code: "too_long" },
  ),
  requestBytes: limit(
    "bytes",
    { label: ["请求内容", "Request body"], per: perRequest },
    { status: 413, code: "payload_too_large" },
  ),
  jsonDepth: limit(
    "levels",
    { label: ["JSON 嵌套", "Nesting of JSON"], per: perRequest },
    { status: 400, code: "too_deep" },
  ),
  pageSize: limit(
    "items",
    { label: ["每页记录", "Records on a page"], per: perRequest },
    { status: 400, code: "bad_query" },
  ),
  filterConditions: limit(
    "items",
    { label: ["筛选条件", "Conditions of a filter"], per: perRequest },
    { status: 400, code: "bad_query" },
  ),
  filterValues: limit(
    "items",
    { label: ["“属于”的取值", "Values of “in”"], per: ["每个条件", "per condition"] },
    { status: 400, code: "bad_query" },
  ),
  bulkOperations: limit("items", {
    label: ["批量操作", "Operations in bulk"],
    per: perRequest,
  }),
  searchWords: limit(
    "items",
    {
      label: ["可搜索的不同词", "Distinct words found by search"],
      per: ["每条记录的每个字段", "per field of a record"],
    },
    null,
  ),
  searchPostings: limit(
    "items",
    { label: ["搜索条目", "Search postings"], per: ["每条记录", "per record"] },
    null,
  ),
  recordBytes: limit(
    "bytes",
    { label: ["一条记录的内容", "Values of a record"], per: ["每条记录", "per record"] },
    { status: 422, code: "too_large" },
  ),
  importRows: limit("items", { label: ["导入行数", "Rows of an import"], per: ["每个文件", "per file"] }),
  importColumns: limit("items", {
    label: ["导入列数", "Columns of an import"],
    per: ["每个文件", "per file"],
  }),
  importBytes: limit("bytes", { label: ["导入文件大小", "File to import"], per: ["每个文件", "per file"] }),
  importUnpackedBytes: limit(
    "bytes",
    { label: ["工作簿解压后的大小", "Workbook unpacked"], per: ["每个文件", "per file"] },
    { status: 422, code: "workbook_too_large" },
  ),
  exportRows: limit("items", { label: ["导出行数", "Rows of an export"], per: ["每次导出", "per export"] }),
};

/** The table of `GET /limits`. */
export const publishedLimits = Object.entries(published).map(([name, one]) => ({
  name,
  value: limits[name as LimitName],
  ...one,
}));
