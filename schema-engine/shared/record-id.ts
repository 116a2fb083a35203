import { invalid } from "../contract/problem.ts";
import { bilingual } from "./locale.ts";

/** Ids of records and users. */
export const ID_PATTERN = "^[A-Za-z0-9_-]{1,64}$";
const expression = new RegExp(ID_PATTERN, "u");

export function isId(value: unknown): value is string {
  return typeof value === "string" && expression.test(value);
}

export const notId = invalid("", "type", bilingual("请选择一条记录。", "Choose a record."));
