import { nodeType } from "#engine";
import { usePersonName } from "../../api/people.ts";
import { useTexts } from "../../i18n/i18n.ts";
import type { DesignContext } from "../designer/design-context.ts";
import { stepSummary } from "./step-words.ts";
import type { NodeDefinition } from "#engine";

/** Names and summaries of steps in the language on the page. */
export function useFlowWords(context: DesignContext) {
  const { say } = useTexts();
  const personName = usePersonName();

  function nameOf(kind: string, apiName: string): string {
    if (kind === "user") return personName(apiName);
    const items = kind === "template" ? context.templateItems.value : context.objectItems.value;
    return items.find((one) => one.value === apiName)?.label ?? apiName;
  }
  function titleOf(node: NodeDefinition): string {
    return say(node.label) || say(nodeType(node.type)?.label) || node.apiName;
  }
  function summaryOf(node: NodeDefinition): readonly string[] {
    return stepSummary(node, nodeType(node.type), { say, nameOf });
  }
  return { titleOf, summaryOf };
}
