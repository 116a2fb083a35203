import { onBeforeUnmount, onMounted } from "vue";

/** Keys of a list page, wherever the focus is: by the key, what it does. */
export function useListKeys(actions: Readonly<Record<string, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    if (isForSomethingElse(event) || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]?.();
  }
  onMounted(() => {
    window.addEventListener("keydown", onKey);
  });
  onBeforeUnmount(() => {
    window.removeEventListener("keydown", onKey);
  });
}

/** Keys typed into a field, composed into a word, or meant for the browser. */
function isForSomethingElse(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  const isTyping = target.closest("input, textarea, [contenteditable], [role=dialog]") !== null;
  return isTyping || event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
}
