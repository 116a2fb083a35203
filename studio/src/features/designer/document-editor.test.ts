import { mergeDocuments, type Json, type JsonObject } from "#engine";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRenderer, nextTick, shallowRef } from "vue";
import { ApiError } from "../../api/api-error.ts";
import { useDocumentEditor, type DocumentEditor } from "./document-editor.ts";
import type { SavingDraft } from "./document-save.ts";
import { settledDocument } from "./merge-choices.ts";

/** A working copy that others save too, with the server's own rule of merging. */
function sharedDraft(first: JsonObject) {
  const stored = shallowRef({ body: first as JsonObject | null, revision: 1 });
  const screen = shallowRef(stored.value);
  const store = (body: JsonObject | null) => (stored.value = { body, revision: stored.value.revision + 1 });
  const draft: SavingDraft = {
    version: () => 7,
    documents: () => {
      const { body, revision } = screen.value;
      const state = body === null ? "deleted" : "changed";
      return [{ kind: "object", apiName: "house", body: body ?? {}, published: null, state, revision }];
    },
    saveOver: ({ kind, apiName, loaded }, body) => {
      if (loaded.revision !== stored.value.revision)
        return Promise.reject(new ApiError({ status: 412, code: "version_mismatch", message: "moved" }));
      store(body as JsonObject);
      screen.value = stored.value;
      return Promise.resolve({ kind, apiName, body, revision: stored.value.revision });
    },
    merge: (_target, { base, mine }) => {
      const { body: theirs, revision } = stored.value;
      const { merged, conflicts } = mergeDocuments(base as Json, mine as Json, theirs);
      return Promise.resolve({ merged: merged as JsonObject, conflicts, theirs, revision, version: 7 });
    },
    discard: () => Promise.resolve(),
    refetch: () => Promise.resolve((screen.value = stored.value)) as never,
  };
  return { draft, store, stored };
}

const field = (apiName: string, name: string) => ({
  id: apiName,
  apiName,
  label: { "zh-CN": name, en: name },
});
const house = (...fields: readonly JsonObject[]): JsonObject => ({ apiName: "house", icon: "home", fields });
const start = house(field("a", "A"), field("b", "B"));

/** The composable in a component that shows nothing. */
function mounted(draft: SavingDraft): DocumentEditor<JsonObject> {
  const { createApp } = createRenderer<object, object>({
    ...{ createComment: () => ({}), createText: () => ({}), createElement: () => ({}) },
    ...{ insert: () => undefined, remove: () => undefined, patchProp: () => undefined },
    ...{ setText: () => undefined, setElementText: () => undefined },
    ...{ parentNode: () => null, nextSibling: () => null },
  });
  let editor: DocumentEditor<JsonObject> | undefined;
  const app = createApp({
    setup() {
      editor = useDocumentEditor<JsonObject>(draft, "object", () => "house");
      return () => null;
    },
  });
  app.mount({});
  if (!editor) throw new Error("setup runs at once");
  return editor;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("saves against the revision it was filled from", async () => {
  const { draft, stored } = sharedDraft(start);
  const editor = mounted(draft);
  editor.change({ ...start, icon: "door" });
  await editor.saveNow();
  editor.change({ ...start, icon: "roof" });
  await editor.saveNow();
  expect([editor.state.value, editor.isMerged.value]).toEqual(["saved", false]);
  expect([stored.value.revision, stored.value.body?.["icon"]]).toEqual([3, "roof"]);
});

it("M05: takes another admin's changes of other places silently, with a note", async () => {
  const { draft, store, stored } = sharedDraft(start);
  const editor = mounted(draft);
  store(house(field("a", "theirs"), field("b", "B"), field("c", "C")));
  editor.change(house(field("a", "A"), field("b", "mine")));
  await editor.saveNow();
  expect([editor.state.value, editor.isMerged.value, editor.question.value]).toEqual(["saved", true, null]);
  expect(stored.value.body).toEqual(house(field("a", "theirs"), field("b", "mine"), field("c", "C")));
  expect(editor.body.value).toEqual(stored.value.body);
});

it("M05: asks where both changed the same, and stores the answer", async () => {
  const { draft, store, stored } = sharedDraft(start);
  const editor = mounted(draft);
  store({ ...house(field("a", "theirs"), field("b", "B")), icon: "roof" });
  editor.change({ ...house(field("a", "mine"), field("b", "B")), icon: "door" });
  await editor.saveNow();
  const question = editor.question.value;
  if (!question) throw new Error("there is something to decide");
  expect(editor.state.value).toBe("conflict");
  expect(stored.value.revision).toBe(2);
  const sides = question.conflicts.map(({ pointer }) => (pointer === "/icon" ? "theirs" : "mine"));
  await editor.settle(settledDocument(question, sides));
  await nextTick();
  expect([editor.state.value, editor.question.value]).toEqual(["saved", null]);
  expect(stored.value.body).toEqual({ ...house(field("a", "mine"), field("b", "B")), icon: "roof" });
});

it("M05: keeps what was typed while a question waited, and asks again", async () => {
  const { draft, store } = sharedDraft(start);
  const editor = mounted(draft);
  store({ ...start, icon: "roof" });
  editor.change({ ...start, icon: "door" });
  await editor.saveNow();
  editor.change({ ...start, icon: "window" });
  await vi.advanceTimersByTimeAsync(600);
  expect(editor.question.value?.conflicts.map((one) => one.mine)).toEqual(["window"]);
});
