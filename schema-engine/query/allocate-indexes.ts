import { limits } from "../contract/limits.ts";
import type { IndexDefinition } from "../contract/model.ts";
import { failure, invalid, success, type Problem, type Result } from "../contract/problem.ts";
import { indexWishes, wishKey, type IndexWish, type WishRequest } from "./index-wishes.ts";

/** Slots of each kind in the table (topology). */
const SLOTS = 6;
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

export interface AllocationRequest extends WishRequest {
  readonly previous: readonly IndexDefinition[];
}

/**
 * The indexes of an object (`indexWishes`), in slots. Earlier definitions keep id, slot and generation; one that nobody
 * asked for gives its slot up when an asked one finds no other. New ones nobody asked for come only while there are fewer
 * than `limits.automaticIndexes`. Problem `no_index_slot` when an asked one finds none left. New ones come back as
 * `building`; the caller knows whether there is anything to build.
 */
export function allocateIndexes(request: AllocationRequest): Result<readonly IndexDefinition[]> {
  const { previous } = request;
  const wishes = indexWishes(request);
  const held = kept(wishes, previous);
  const lacking = wishes.filter((one) => !one.optional && !held.has(wishKey(one)));
  const problems = lacking.flatMap((wish): readonly Problem[] => {
    const slot = freeSlot(held, wish) ?? evictedSlot(held, wishes, wish);
    if (slot === null) return [noSlot(wish.pointer)];
    held.set(wishKey(wish), made(wish, slot, previous));
    return [];
  });
  if (problems.length > 0) return failure(...problems);
  for (const wish of wishes.filter((one) => one.optional && !held.has(wishKey(one)))) {
    const slot = held.size < limits.automaticIndexes ? freeSlot(held, wish) : null;
    if (slot !== null) held.set(wishKey(wish), made(wish, slot, previous));
  }
  return success(wishes.flatMap((wish) => held.get(wishKey(wish)) ?? []));
}

/** Earlier definitions that are still wanted, by what they are. */
function kept(
  wishes: readonly IndexWish[],
  previous: readonly IndexDefinition[],
): Map<string, IndexDefinition> {
  const before = new Map(previous.map((one) => [wishKey(one), one]));
  return new Map(
    wishes.flatMap((wish) => {
      const found = before.get(wishKey(wish));
      return found ? [[wishKey(wish), { ...found, equal: wish.equal, sort: wish.sort }] as const] : [];
    }),
  );
}

function made(wish: IndexWish, slot: string, previous: readonly IndexDefinition[]): IndexDefinition {
  const generation = generationOf(wish, slot, previous);
  const { equal, sort } = wish;
  return { id: `${slot}${generation}`, generation, slot, equal, sort, state: "building" };
}

function freeSlot(held: ReadonlyMap<string, IndexDefinition>, wish: IndexWish): string | null {
  const taken = new Set([...held.values()].map((one) => one.slot));
  return slotsFor(wish).find((slot) => !taken.has(slot)) ?? null;
}

function slotsFor({ wide, onlyWide }: IndexWish): readonly string[] {
  const slots = (prefix: string): string[] => Array.from({ length: SLOTS }, (_, at) => `${prefix}${at + 1}`);
  if (onlyWide) return slots("w");
  return wide ? [...slots("w"), ...slots("t")] : [...slots("t"), ...slots("w")];
}

/** The slot of the least wanted index that nobody asked for, one that suits if there is one; null: all were asked for. */
function evictedSlot(
  held: Map<string, IndexDefinition>,
  wishes: readonly IndexWish[],
  wish: IndexWish,
): string | null {
  const optional = wishes.filter((one) => one.optional && held.has(wishKey(one))).reverse();
  const slotOf = (one: IndexWish): string => held.get(wishKey(one))?.slot ?? "";
  const suited = optional.find((one) => slotOf(one).startsWith(wish.wide ? "w" : "t"));
  const evicted = suited ?? optional[0];
  if (!evicted) return null;
  const slot = slotOf(evicted);
  held.delete(wishKey(evicted));
  return slot;
}

/**
 * Two characters made from what the index is, so that leftovers of an earlier index in the slot are not taken for its
 * keys; moved on while the slot's present index has the same.
 */
function generationOf(wish: IndexWish, slot: string, previous: readonly IndexDefinition[]): string {
  const used = new Set(previous.filter((one) => one.slot === slot).map((one) => one.generation));
  let number = 7;
  for (const character of wishKey(wish)) number = (number * 31 + character.charCodeAt(0)) % (36 * 36);
  for (;;) {
    const text = ALPHABET.charAt(Math.floor(number / 36)) + ALPHABET.charAt(number % 36);
    if (!used.has(text)) return text;
    number = (number + 1) % (36 * 36);
  }
}

function noSlot(pointer: string): Problem {
  return invalid(pointer, "no_index_slot", {
    "zh-CN": `此对象的索引位已用完（${SLOTS * 2} 个），请先取消另一个字段的“可筛选和排序”，或移除一个索引。`,
    en: `All ${SLOTS * 2} index slots of this object are in use; first make another field not filterable and sortable, or remove an index.`,
  });
}
