import type { Choice } from "../contract/field-type.ts";
import type { FieldModel } from "../contract/model.ts";
import { invalid, type Problem, type ProblemKind } from "../contract/problem.ts";
import type { LocalizedText } from "../contract/problem.ts";
import { token } from "../shared/json-pointer.ts";
import { bilingual } from "../shared/locale.ts";
import type { NotOffered } from "./offered-choices.ts";

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

/** A value a person may not change now: its field is locked, or not shown, under the field's own condition. */
export function lockedField(field: FieldModel, isShown: boolean): Problem {
  const { label } = field.definition;
  return invalid(
    at(field),
    "read_only",
    isShown
      ? bilingual(
          `“${label["zh-CN"]}”在当前情况下不能修改。`,
          `“${label.en}” cannot be changed as the record is now.`,
        )
      : bilingual(
          `“${label["zh-CN"]}”在当前情况下不适用，不能填写。`,
          `“${label.en}” does not apply as the record is now and cannot be filled in.`,
        ),
  );
}

/** An option that is retired, or not offered for the record's type or controlling value. */
export function refusedOption(
  field: FieldModel,
  {
    choice,
    reason,
    isVisible,
  }: { readonly choice: Choice; readonly reason: NotOffered; readonly isVisible: boolean },
): Problem {
  if (!isVisible)
    return invalid(
      "/values",
      reason,
      bilingual("您无权查看的内容与此次修改不符。", "A value that you may not see does not fit this change."),
    );
  const { label } = field.definition;
  const [zh, en] = [choice.label["zh-CN"], choice.label.en];
  const texts: Readonly<Record<NotOffered, LocalizedText>> = {
    option_retired: bilingual(
      `${label["zh-CN"]}的选项“${zh}”已停用，请选择其他选项。`,
      `The option “${en}” of ${label.en} is retired; choose another one.`,
    ),
    option_not_offered: bilingual(
      `${label["zh-CN"]}的选项“${zh}”在当前情况下不可用，请选择其他选项。`,
      `The option “${en}” of ${label.en} is not offered here; choose another one.`,
    ),
  };
  return invalid(at(field), reason, texts[reason]);
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
