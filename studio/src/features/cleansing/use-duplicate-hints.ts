import type { JsonObject } from "#engine";
import { onScopeDispose, shallowRef, watch } from "vue";
import { ApiError } from "../../api/api-error.ts";
import { checkDuplicates, type FoundDuplicates } from "../../api/duplicates.ts";

/** How long typing must rest before duplicates are looked for, milliseconds. */
const REST_MS = 600;

const none: FoundDuplicates = { items: [], action: "allow" };

/** Records that the one being typed may duplicate; looked for while typing rests, and when saving was refused. */
export function useDuplicateHints(options: {
  readonly object: () => string;
  readonly values: () => JsonObject;
  /** The record when it is an old one. */
  readonly id: () => string | undefined;
  /** Whether to look while typing. */
  readonly live: boolean;
}) {
  const found = shallowRef<FoundDuplicates>(none);
  /** Saving was refused because of them. */
  const refused = shallowRef<"possible_duplicate" | "duplicate" | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;

  async function look(): Promise<void> {
    asking?.abort();
    asking = new AbortController();
    const id = options.id();
    const values = filled(options.values());
    if (Object.keys(values).length === 0) {
      found.value = none;
      return;
    }
    const body = { values, ...(id === undefined ? {} : { id }) };
    found.value = (await askFor(options.object(), body, asking.signal)) ?? found.value;
  }

  watch(options.values, () => {
    refused.value = null;
    if (!options.live) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), REST_MS);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    asking?.abort();
  });

  /** True: the refusal was about duplicates, which are shown now. */
  async function refuse(error: unknown): Promise<boolean> {
    const code = refusalOf(error);
    if (code === null) return false;
    refused.value = code;
    await look();
    return true;
  }
  return { found, refused, refuse };
}

function filled(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function refusalOf(error: unknown): "possible_duplicate" | "duplicate" | null {
  const code = error instanceof ApiError ? error.code : "";
  return code === "possible_duplicate" || code === "duplicate" ? code : null;
}

/** Null: it cannot be had, which must not stand in the way of typing; saving asks again. */
async function askFor(
  object: string,
  body: Parameters<typeof checkDuplicates>[1],
  signal: AbortSignal,
): Promise<FoundDuplicates | null> {
  try {
    return await checkDuplicates(object, body, signal);
  } catch (error) {
    if (error instanceof DOMException || error instanceof ApiError) return null;
    throw error;
  }
}
