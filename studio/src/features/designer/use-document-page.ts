import type { LocalizedText } from "#engine";
import { computed, type ComputedRef, type Ref } from "vue";
import { useRoute, useRouter } from "vue-router";
import { useDesignContext, type DesignContext } from "./design-context.ts";
import { useDocumentEditor, type DocumentEditor } from "./document-editor.ts";
import { useDraft, type Draft } from "./draft.ts";
import type { PlacedProblem } from "./problem-places.ts";
import { useDocumentProblems } from "./workspace-problems.ts";

/** What the frame of a document's screen needs of it, whatever its kind. */
export interface DocumentStanding {
  readonly draft: Draft;
  readonly name: ComputedRef<string>;
  readonly editor: Omit<DocumentEditor<object>, "body" | "change">;
  /** Null until loaded, and where there is none of that name. */
  readonly label: ComputedRef<LocalizedText | null>;
  /** Address of the list the document stands in. */
  readonly back: string;
  /** Deletes the document with the next publish and goes back to the list. */
  remove(): Promise<void>;
}

/** The document that the page's address names, while it is edited. */
export interface DocumentPage<Body> extends DocumentStanding {
  readonly context: DesignContext;
  readonly editor: DocumentEditor<Body>;
  readonly body: Readonly<Ref<Body | null>>;
  /** What the server refused comes first; the engine's own checks tell the rest at once. */
  readonly problems: ComputedRef<readonly PlacedProblem[]>;
  /** Lays some properties over the document. */
  change(part: Partial<Body>): void;
}

/**
 * Edits the document of a kind at `/settings/{screen}/{name}`.
 * @param checked the document as it would be stored, when that is not what is on the screen
 */
export function useDocumentPage<Body extends { readonly label: LocalizedText }>(
  { kind, screen }: { readonly kind: string; readonly screen: string },
  checked?: () => Body | null,
): DocumentPage<Body> {
  const route = useRoute();
  const router = useRouter();
  const draft = useDraft();
  const name = computed(() => String(route.params["name"]));
  const editor = useDocumentEditor<Body>(draft, kind, () => name.value);
  const { body } = editor;
  const own = useDocumentProblems(draft, () => {
    const document = checked ? checked() : body.value;
    return document ? { kind, apiName: name.value, body: document } : null;
  });
  const back = `/settings/${screen}`;
  return {
    ...{ draft, name, editor, body, back, context: useDesignContext(draft) },
    label: computed(() => body.value?.label ?? null),
    problems: computed(() => [...editor.problems.value, ...own.value]),
    change(part) {
      if (body.value) editor.change({ ...body.value, ...part });
    },
    async remove() {
      if (editor.document.value) await draft.remove(editor.document.value);
      await router.push(back);
    },
  };
}
