import { checkWorkspace, type MetadataDocument, type Problem } from "#engine";
import { computed, type ComputedRef } from "vue";
import { useMe } from "../../api/me.ts";
import { useTexts } from "../../i18n/i18n.ts";
import type { Draft } from "./draft.ts";
import type { DesignDocument } from "./draft-documents.ts";
import { problemsOfDocument, type PlacedProblem } from "./problem-places.ts";

/** Kinds whose documents the engine checks together. */
const kinds = [
  "optionSet",
  "object",
  "view",
  "layout",
  "app",
  "pipeline",
  "rule",
  "duplicateRule",
  "workflow",
  "journey",
  "template",
  "role",
];

/**
 * What would keep this document from being published, found here with the engine's own checks over all documents as
 * they will be: references, settings, expressions. Pointers lead into the document.
 */
export function useDocumentProblems(
  draft: Draft,
  document: () => { readonly kind: string; readonly apiName: string; readonly body: unknown } | null,
): ComputedRef<readonly PlacedProblem[]> {
  const { data: me } = useMe();
  const { locale } = useTexts();
  return computed(() => {
    const one = document();
    if (!one || !me.value || draft.isPending.value) return [];
    const others = kinds
      .flatMap((kind) => draft.documents(kind))
      .filter((other) => other.kind !== one.kind || other.apiName !== one.apiName)
      .filter((other) => other.state !== "deleted")
      .map(asMetadata);
    const documents = [...others, asMetadata({ ...one, body: one.body as DesignDocument["body"] })];
    const found = checkWorkspace({ settings: me.value.workspace, documents });
    const name = String((one.body as { readonly apiName?: unknown }).apiName ?? one.apiName);
    const placed = found.map((problem) => placedProblem(problem, locale.value));
    return problemsOfDocument(placed, { kind: one.kind, apiName: name });
  });
}

function asMetadata({ kind, body }: Pick<DesignDocument, "kind" | "apiName" | "body">): MetadataDocument {
  const { id, apiName } = body as { readonly id?: string; readonly apiName: string };
  return { kind, apiName, id: id ?? `new_${apiName}`, body };
}

/** A problem of the engine in the language on the page. */
function placedProblem(problem: Problem, locale: "zh-CN" | "en"): PlacedProblem {
  const { pointer, code, message } = problem;
  return { pointer, code, message: typeof message === "string" ? message : message[locale] };
}
