import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import { ApiError } from "../../api/api-error.ts";
import { baseOf, saveOrMerge, type DocumentBase, type SavingDraft } from "./document-save.ts";
import type { DraftMerge } from "./draft.ts";
import { sameJson, type DesignDocument, type DraftEntry } from "./draft-documents.ts";
import type { PlacedProblem } from "./problem-places.ts";
import { restingSave } from "./resting-save.ts";

/**
 * `invalid`: the server refused it, the problems say why; `failed`: it could not be sent; `conflict`: another admin
 * changed the same places, `question` waits for an answer.
 */
export type SaveState = "saved" | "saving" | "invalid" | "failed" | "conflict";

/** How a document's saves stand; what the sign of a screen shows. */
export interface SaveStanding {
  readonly state: Readonly<Ref<SaveState>>;
  /** Why sending failed, when `state` is `failed`. */
  readonly failure: Readonly<Ref<string>>;
  /** What two admins changed differently; null when nothing is to be decided. */
  readonly question: Readonly<Ref<DraftMerge | null>>;
  /** Whether another admin's changes came in with the last save. */
  readonly isMerged: Readonly<Ref<boolean>>;
  saveNow(): Promise<void>;
  /** Answers the question with the whole document; null: the other admin's side, nothing is saved. */
  settle(answer: object | null): Promise<void>;
}

/** A document being edited: every change is sent to the working copy by itself. */
export interface DocumentEditor<Body> extends SaveStanding {
  readonly document: ComputedRef<DesignDocument | undefined>;
  /** What is on the screen; null until loaded. */
  readonly body: Readonly<Ref<Body | null>>;
  readonly problems: Readonly<Ref<readonly PlacedProblem[]>>;
  change(body: Body): void;
  /** Back to what is published. */
  discard(): Promise<void>;
}

/**
 * Edits the document of this kind and name; changes rest for half a second, then are saved, one save at a time. What
 * another admin saved meanwhile is merged; only places that both changed are asked about.
 */
export function useDocumentEditor<Body extends object>(
  draft: SavingDraft,
  kind: string,
  apiName: () => string,
): DocumentEditor<Body> {
  const target = () => ({ kind, apiName: apiName() });
  const document = computed(() => draft.documents(kind).find((one) => one.apiName === apiName()));
  const shown = emptyScreen<Body>();
  const { send, show, continued } = exchange({ draft, shown, target, document });
  const isDue = () => shown.state.value !== "saved" && shown.body.value !== null;
  const saving = restingSave(isDue, () => send(shown.body.value));
  watch(document, show, { immediate: true });

  async function settle(answer: object | null): Promise<void> {
    const merge = shown.question.value;
    if (!merge) return;
    shown.question.value = null;
    if (answer !== null) continued(merge, answer);
    else await forget(() => draft.refetch());
    await saving.now();
  }
  async function forget(how: () => Promise<unknown>): Promise<void> {
    saving.cancel();
    await how();
    shown.problems.value = [];
    shown.state.value = "saved";
    show();
  }

  onBeforeUnmount(() => void saving.now());
  return {
    ...{ ...shown, document, settle, saveNow: saving.now },
    discard: () => forget(() => draft.discard(kind, apiName())),
    change(next) {
      shown.body.value = next;
      shown.state.value = "saving";
      shown.isMerged.value = false;
      saving.later();
    },
  };
}

interface Exchanged<Body> {
  readonly draft: SavingDraft;
  readonly shown: Screen<Body>;
  readonly target: () => { readonly kind: string; readonly apiName: string };
  readonly document: ComputedRef<DesignDocument | undefined>;
}

/** What goes between the screen and the stored working copy, and what the screen was last filled from. */
function exchange<Body extends object>({ draft, shown, target, document }: Exchanged<Body>) {
  let base: DocumentBase = baseOf(draft, undefined);

  function show(): void {
    if (shown.state.value !== "saved") return;
    base = baseOf(draft, document.value);
    shown.body.value = base.body as Body | null;
  }
  async function send(mine: Body | null): Promise<void> {
    if (mine === null) return;
    shown.state.value = "saving";
    try {
      const outcome = await saveOrMerge(draft, target(), { base, mine });
      shown.problems.value = [];
      const isNewest = shown.body.value === mine;
      if ("entry" in outcome) accept(outcome.entry, isNewest);
      else if (isNewest) await together(outcome.merge);
    } catch (error) {
      refuse(shown, error);
    }
  }
  function accept(entry: DraftEntry, isNewest: boolean): void {
    base = { body: entry.body as DocumentBase["body"], revision: entry.revision, version: base.version };
    if (!isNewest) return;
    shown.body.value = entry.body as Body;
    shown.state.value = "saved";
  }
  async function together(merge: DraftMerge): Promise<void> {
    const isClean = merge.conflicts.length === 0 && merge.merged !== null;
    if (isClean) return send(continued(merge, merge.merged));
    shown.question.value = merge;
    shown.state.value = "conflict";
  }
  /** From here on the save continues what the other admin saved. */
  function continued(merge: DraftMerge, next: object): Body {
    shown.isMerged.value = !sameJson(base.body, merge.theirs);
    base = { body: merge.theirs, revision: merge.revision, version: merge.version };
    shown.body.value = next as Body;
    return next as Body;
  }

  return { send, show, continued };
}

interface Screen<Body> {
  readonly body: Ref<Body | null>;
  readonly state: Ref<SaveState>;
  readonly problems: Ref<readonly PlacedProblem[]>;
  readonly failure: Ref<string>;
  readonly question: Ref<DraftMerge | null>;
  readonly isMerged: Ref<boolean>;
}

function emptyScreen<Body extends object>(): Screen<Body> {
  return {
    body: shallowRef<Body | null>(null) as Ref<Body | null>,
    state: ref<SaveState>("saved"),
    problems: shallowRef<readonly PlacedProblem[]>([]),
    failure: ref(""),
    question: shallowRef<DraftMerge | null>(null),
    isMerged: ref(false),
  };
}

/** What the server or the connection said; anything else is a bug and goes on. */
function refuse(shown: Pick<Screen<unknown>, "problems" | "failure" | "state">, error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  shown.problems.value = error.problems;
  shown.failure.value = error.message;
  shown.state.value = error.status === 422 ? "invalid" : "failed";
}
