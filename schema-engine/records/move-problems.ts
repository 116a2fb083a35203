import type { FieldModel, PipelineModel, TransitionModel } from "../contract/model.ts";
import { invalid, type LocalizedText, type Problem } from "../contract/problem.ts";
import { token } from "../shared/json-pointer.ts";
import { bilingual } from "../shared/locale.ts";
import { at, required } from "./problems.ts";

/** The record's pipeline has no transition of the name. */
export function unknownTransition(name: string): Problem {
  const shown = name.slice(0, 80);
  return {
    kind: "notFound",
    code: "unknown_transition",
    pointer: "",
    message: bilingual(
      `此记录的管道没有流转“${shown}”。`,
      `The pipeline of this record has no transition “${shown}”.`,
    ),
  };
}

/** A change of stage that no transition allows; `details.transitions` are those that leave the stage. */
export function stageChangeRefused(
  pipeline: PipelineModel,
  labels: { readonly from: LocalizedText; readonly to: LocalizedText },
  open: readonly TransitionModel[],
): Problem {
  const { from, to } = labels;
  const names = (language: "zh-CN" | "en") =>
    open.map((one) => one.definition.label[language]).join(language === "en" ? ", " : "、");
  const chinese = open.length === 0 ? "此阶段没有可用的流转。" : `请使用流转：${names("zh-CN")}。`;
  const english =
    open.length === 0 ? "No transition leaves this stage." : `Use one of its transitions: ${names("en")}.`;
  return {
    ...invalid(
      at(pipeline.stageField),
      "transition_not_allowed",
      bilingual(
        `不能直接从“${from["zh-CN"]}”改为“${to["zh-CN"]}”。${chinese}`,
        `The stage cannot be changed from “${from.en}” to “${to.en}” directly. ${english}`,
      ),
    ),
    details: { transitions: open.map((one) => one.definition.apiName) },
  };
}

/** A transition that does not leave the stage the record is in. */
export function leavesOtherStages({ definition }: TransitionModel, from: LocalizedText): Problem {
  return invalid(
    "",
    "transition_not_allowed",
    bilingual(
      `处于“${from["zh-CN"]}”阶段的记录不能使用流转“${definition.label["zh-CN"]}”。`,
      `“${definition.label.en}” does not leave the stage “${from.en}”.`,
    ),
  );
}

/** The stage sent with a transition is not the one it leads to. */
export function otherTarget(pipeline: PipelineModel, { definition }: TransitionModel): Problem {
  return invalid(
    at(pipeline.stageField),
    "transition_not_allowed",
    bilingual(
      `流转“${definition.label["zh-CN"]}”通往另一个阶段，请不要填写阶段。`,
      `“${definition.label.en}” leads to another stage; leave the stage out.`,
    ),
  );
}

export function notForYourRoles({ definition }: TransitionModel): Problem {
  return {
    kind: "forbidden",
    code: "transition_not_allowed",
    pointer: "",
    message: bilingual(
      `您的角色不能执行“${definition.label["zh-CN"]}”。`,
      `Your roles do not allow “${definition.label.en}”.`,
    ),
    details: { transition: definition.apiName, roles: definition.roles ?? [] },
  };
}

export function onlyForOwner({ definition }: TransitionModel): Problem {
  return {
    kind: "forbidden",
    code: "transition_not_allowed",
    pointer: "",
    message: bilingual(
      `只有负责人可以执行“${definition.label["zh-CN"]}”。`,
      `Only the owner may do “${definition.label.en}”.`,
    ),
    details: { transition: definition.apiName },
  };
}

export function conditionNotMet({ definition }: TransitionModel): Problem {
  const message =
    definition.conditionMessage ??
    bilingual(
      `尚不满足“${definition.label["zh-CN"]}”的条件。`,
      `The condition of “${definition.label.en}” is not met.`,
    );
  return { ...invalid("", "transition_condition", message), details: { transition: definition.apiName } };
}

export function requiredInTransition(field: FieldModel, label: LocalizedText, visible: boolean): Problem {
  if (!visible) return required(field, visible);
  const { label: name } = field.definition;
  return invalid(
    at(field),
    "required_in_transition",
    bilingual(`执行“${label["zh-CN"]}”时请填写${name["zh-CN"]}。`, `Fill in ${name.en} for “${label.en}”.`),
  );
}

export function checklistIncomplete(item: {
  readonly apiName: string;
  readonly label: LocalizedText;
}): Problem {
  return invalid(
    `/checklist${token(item.apiName)}`,
    "checklist_incomplete",
    bilingual(`请先确认：${item.label["zh-CN"]}。`, `Confirm first: ${item.label.en}.`),
  );
}

export function unknownChecklistItem(name: string): Problem {
  const shown = name.slice(0, 80);
  return invalid(
    `/checklist${token(name)}`,
    "unknown_property",
    bilingual(`检查清单中没有“${shown}”。`, `The checklist has no item “${shown}”.`),
  );
}

export function lossReasonRequired(field: FieldModel, visible: boolean): Problem {
  if (!visible) return required(field, visible);
  const { label } = field.definition;
  return invalid(
    at(field),
    "loss_reason_required",
    bilingual(`请说明原因：${label["zh-CN"]}。`, `Say why it was lost: ${label.en}.`),
  );
}

export function stageNotInPipeline(pipeline: PipelineModel, stage: LocalizedText): Problem {
  const { label } = pipeline.definition;
  return invalid(
    at(pipeline.stageField),
    "stage_not_in_pipeline",
    bilingual(
      `管道“${label["zh-CN"]}”没有阶段“${stage["zh-CN"]}”。`,
      `The pipeline “${label.en}” has no stage “${stage.en}”.`,
    ),
  );
}
