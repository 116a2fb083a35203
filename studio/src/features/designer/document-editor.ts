import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import { ApiError } from "../../api/api-error.ts";
import type { Draft } from "./draft.ts";
import type { DesignDocument } from "./draft-documents.ts";
import type { PlacedProblem } from "./problem-places.ts";
import { restingSave } from "./resting-save.ts";

/** `invalid`: the server refused it, the problems say why; `failed`: it could not be sent. */
export type SaveState = "saved" | "saving" | "invalid" | "failed";

/** A document being edited: every change is sent to the working copy by itself. */
export interface DocumentEditor<Body> {
  readonly document: ComputedRef<DesignDocument | undefined>;
  /** What is on the screen; null until loaded. */
  readonly body: Readonly<Ref<Body | null>>;
  readonly state: Readonly<Ref<SaveState>>;
  readonly problems: Readonly<Ref<readonly PlacedProblem[]>>;
  /** Why sending failed, when `state` is `failed`. */
  readonly failure: Readonly<Ref<string>>;
  change(body: Body): void;
  saveNow(): Promise<void>;
  /** Back to what is published. */
  discard(): Promise<void>;
}

/** Edits the document of this kind and name; changes rest for half a second, then are saved, one save at a time. */
export function useDocumentEditor<Body>(
  draft: Draft,
  kind: string,
  apiName: () => string,
): DocumentEditor<Body> {
  const document = computed(() => draft.documents(kind).find((one) => one.apiName === apiName()));
  const body = shallowRef<Body | null>(null);
  const state = ref<SaveState>("saved");
  const problems = shallowRef<readonly PlacedProblem[]>([]);
  const failure = ref("");
  const isDue = () => state.value !== "saved" && body.value !== null;
  const saving = restingSave(isDue, () => (body.value === null ? Promise.resolve() : send(body.value)));

  const stored = () => (document.value?.body ?? null) as Body | null;
  const show = () => (state.value === "saved" ? (body.value = stored()) : undefined);
  watch(document, show, { immediate: true });

  function change(next: Body): void {
    body.value = next;
    state.value = "saving";
    saving.later();
  }

  async function send(sent: Body): Promise<void> {
    state.value = "saving";
    try {
      const entry = await draft.save(kind, apiName(), sent);
      problems.value = [];
      if (body.value !== sent) return;
      body.value = entry.body as Body;
      state.value = "saved";
    } catch (error) {
      const refusal = refusalOf(error);
      problems.value = refusal.problems;
      failure.value = refusal.message;
      state.value = refusal.status === 422 ? "invalid" : "failed";
    }
  }

  async function discard(): Promise<void> {
    saving.cancel();
    await draft.discard(kind, apiName());
    problems.value = [];
    state.value = "saved";
    body.value = stored();
  }

  onBeforeUnmount(() => void saving.now());
  return { document, body, state, problems, failure, change, saveNow: saving.now, discard };
}

/** What the server or the connection said; anything else is a bug and goes on. */
function refusalOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
