import { computed, nextTick, ref, shallowRef, type Ref } from "vue";
import { completionsAt, type Completion, type Completions, type CompletionScope } from "./completions.ts";

/** Completion of names in a text area: what is offered at the caret, and how keys and clicks take it. */
export function useCompletions(given: {
  readonly area: () => HTMLTextAreaElement | null;
  readonly text: () => string;
  readonly scope: () => CompletionScope;
  readonly put: (text: string) => void;
}) {
  const offer = shallowRef<Completions | null>(null);
  const active = ref(0);
  const items = computed(() => offer.value?.items ?? []);

  /** Looks again where the caret stands now. */
  async function look(): Promise<void> {
    await nextTick();
    const at = given.area();
    const isPlain = at !== null && at.selectionStart === at.selectionEnd;
    offer.value = isPlain ? completionsAt(given.text(), at.selectionStart, given.scope()) : null;
    active.value = 0;
  }
  async function choose(item: Completion): Promise<void> {
    const [at, from] = [given.area(), offer.value?.from];
    if (!at || from === undefined) return;
    const [text, piece] = [given.text(), item.insert + (item.leadsOn ? "." : "")];
    given.put(text.slice(0, from) + piece + text.slice(at.selectionEnd));
    await nextTick();
    at.focus();
    at.setSelectionRange(from + piece.length, from + piece.length);
    await look();
  }
  function close(): void {
    offer.value = null;
  }
  function take(): void {
    const item = items.value[active.value];
    if (item) void choose(item);
  }
  const onKey = listKeys({ count: () => items.value.length, active, take, close });
  return { items, active, look, choose, close, onKey };
}

/** Takes the keys meant for an open list; everything else is typing. */
function listKeys(list: {
  readonly count: () => number;
  readonly active: Ref<number>;
  readonly take: () => void;
  readonly close: () => void;
}): (event: KeyboardEvent) => void {
  const { count, active, take, close } = list;
  const move = (by: 1 | -1) => () => {
    active.value = (active.value + by + count()) % count();
  };
  const keys = new Map([
    ["ArrowDown", move(1)],
    ["ArrowUp", move(-1)],
    ["Escape", close],
    ["Enter", take],
    ["Tab", take],
  ]);
  return (event) => {
    const act = count() > 0 && !event.isComposing ? keys.get(event.key) : undefined;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}
