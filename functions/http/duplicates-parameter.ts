import { failure, success, type Result } from "#engine";
import { badParameter } from "./problems.ts";

/** Query parameter of writes that a duplicate rule may warn about. */
export const duplicatesParameter = {
  name: "duplicates",
  schema: {
    type: "string",
    enum: ["ask", "allow"],
    default: "allow",
    description:
      "`ask`: a person can be shown what a duplicate rule warns of, so the write is answered with 409 " +
      "`possible_duplicate`. `allow`: only a rule that blocks refuses it (409 `duplicate`).",
  },
} as const;

/** Whether a warning about duplicates keeps the write from taking place; programs, which have nobody to ask, need say nothing. */
export function duplicatesFrom(query: ReadonlyMap<string, string>): Result<"ask" | "allow"> {
  const given = query.get("duplicates") ?? "allow";
  return given === "ask" || given === "allow" ? success(given) : failure(wrongChoice);
}

const wrongChoice = badParameter("duplicates", {
  "zh-CN": "只能是 ask 或 allow。",
  en: "must be ask or allow.",
});
