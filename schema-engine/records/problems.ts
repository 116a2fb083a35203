import type { FieldModel } from "../contract/model.ts";
import { invalid, type Problem, type ProblemKind } from "../contract/problem.ts";
import type { LocalizedText } from "../contract/problem.ts";
import { token } from "../shared/json-pointer.ts";
import { bilingual } from "../shared/locale.ts";

/** The place of a field in a request. */
export function at(field: FieldModel): string {
  return `/values${token(field.apiName)}`;
}

function problem(kind: ProblemKind, code: string, message: LocalizedText): Problem {
  return { kind, code, pointer: "", message };
}

export const notFound = problem(
  "notFound",
  "not_found",
  bilingual("找不到此记录。", "The record does not exist."),
);
export const forbidden = problem(
  "forbidden",
  "forbidden",
  bilingual("您没有执行此操作的权限。", "You are not allowed to do this."),
);
export const ownerForbidden: Problem = {
  ...problem(
    "forbidden",
    "owner_forbidden",
    bilingual(
      "您不能把记录交给此人，因为之后您将无法看到它。",
      "You cannot give the record to this person, because you could not see it afterwards.",
    ),
  ),
  pointer: "/owner",
};
export const tooLarge = problem(
  "invalid",
  "too_large",
  bilingual("记录内容过大，最多 256 KB。", "The record is too large; at most 256 KB are allowed."),
);

export function versionMismatch(current: number): Problem {
  return {
    ...problem(
      "stale",
      "version_mismatch",
      bilingual(
        "记录已被其他人修改，请刷新后重试。",
        "The record was changed meanwhile; load it again and repeat your change.",
      ),
    ),
    details: { version: current },
  };
}

export function unknownProperty(name: string): Problem {
  const shown = name.slice(0, 80);
  return invalid(
    `/values${token(name)}`,
    "unknown_property",
    bilingual(`没有字段“${shown}”。`, `There is no field “${shown}”.`),
  );
}

export function readOnly(field: FieldModel): Problem {
  const { label } = field.definition;
  return invalid(
    at(field),
    "read_only",
    bilingual(
      `“${label["zh-CN"]}”由系统生成，不能填写。`,
      `“${label.en}” is made by the system; leave it out.`,
    ),
  );
}

export function fieldForbidden(field: FieldModel): Problem {
  const { label } = field.definition;
  return {
    kind: "forbidden",
    code: "field_forbidden",
    pointer: at(field),
    message: bilingual(`您不能修改“${label["zh-CN"]}”。`, `You are not allowed to change “${label.en}”.`),
  };
}

/** A value is missing; a field the caller may not see is not named. */
export function required(field: FieldModel, visible: boolean): Problem {
  const { label } = field.definition;
  return visible
    ? invalid(at(field), "required", bilingual(`请填写${label["zh-CN"]}。`, `Fill in ${label.en}.`))
    : invalid(
        "/values",
        "required",
        bilingual("缺少您无权填写的必填内容。", "A required value is missing that you may not fill in."),
      );
}

export function requiredInStage(field: FieldModel, stage: LocalizedText, visible: boolean): Problem {
  if (!visible) return required(field, visible);
  const { label } = field.definition;
  return invalid(
    at(field),
    "required_in_stage",
    bilingual(
      `进入“${stage["zh-CN"]}”阶段前请填写${label["zh-CN"]}。`,
      `Fill in ${label.en} before the stage “${stage.en}”.`,
    ),
  );
}

/** Same text whether the record is absent, deleted, of another workspace or not shared (reliability.md R08). */
export function invalidReference(pointer: string): Problem {
  return invalid(
    pointer,
    "invalid_reference",
    bilingual("所选记录不存在，请重新选择。", "The chosen record does not exist; choose another one."),
  );
}
