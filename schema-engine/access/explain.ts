import type { StoredRecord } from "../contract/model.ts";
import { objectAccess, permissionOf, statedLevel, type Access } from "./decide.ts";
import type { FieldLevel } from "./levels.ts";

export type Verb = "create" | "read" | "update" | "delete";

/** What is asked: may this be done with the object, with this field of it, with this record of it? */
export interface AccessQuestion {
  readonly object: string;
  readonly verb: Verb;
  readonly field?: string;
  readonly record?: Pick<StoredRecord, "owner">;
}

/** One role's part in a decision. */
export interface Reason {
  readonly role: string;
  /** Whether the role allows the verb on the object. */
  readonly grants: boolean;
  readonly scope: "own" | "team" | "all" | null;
  /** The level it states for the field asked about; null when none was asked or the role grants nothing. */
  readonly field: FieldLevel | null;
}

export interface Explanation {
  readonly allowed: boolean;
  /** Why not: the first thing that stands in the way; null when allowed. */
  readonly obstacle: "object" | "verb" | "scope" | "field" | null;
  readonly reasons: readonly Reason[];
}

/** The decision with its reasons, one per role of the caller. */
export function explainAccess(access: Access, question: AccessQuestion): Explanation {
  const obstacle = obstacleOf(access, question);
  const reasons = access.roles.map((role): Reason => {
    const permission = permissionOf(role, question.object);
    const reads = permission?.read === true;
    return {
      role: role.apiName,
      grants: reads && permission[question.verb] === true,
      scope: reads ? (permission.scope ?? "own") : null,
      field: reads && question.field !== undefined ? statedLevel(permission, question.field) : null,
    };
  });
  return { allowed: obstacle === null, obstacle, reasons };
}

function obstacleOf(access: Access, question: AccessQuestion): Explanation["obstacle"] {
  const granted = objectAccess(access, question.object);
  if (!granted.read) return "object";
  if (!granted[question.verb]) return "verb";
  if (question.record && !granted.seesRecord(question.record)) return "scope";
  if (question.field === undefined) return null;
  const level = granted.field(question.field);
  const needed =
    question.verb === "create" || question.verb === "update" ? level === "write" : level !== "none";
  return needed ? null : "field";
}
