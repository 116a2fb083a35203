import type { InjectionKey, Ref } from "vue";
import type { StepNames } from "./completions.ts";

/** Steps whose results an expression in a flow may read; given by the flow's editor, absent everywhere else. */
export const flowStepsKey: InjectionKey<Readonly<Ref<readonly StepNames[]>>> = Symbol("flowSteps");
