import type { FieldType } from "../contract/field-type.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import type { PipelineDefinition } from "../contract/metadata/pipeline.ts";
import type { IndexDefinition } from "../contract/model.ts";
import { failure, invalid, success, type Problem, type Result } from "../contract/problem.ts";
import { systemFields } from "../contract/system-fields.ts";

/** Slots of each kind in the table (topology). */
const SLOTS = 6;
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** An index that the definition asks for, before it has a slot. */
interface Wish {
  readonly equal: readonly string[];
  readonly sort: string | null;
  /** Wide slots come first for lists; a thin one will do for the rest. */
  readonly wide: boolean;
  /** Wishes that may go without when no slot is left. */
  readonly optional: boolean;
  readonly pointer: string;
}

/**
 * The indexes of an object: by name, by stage and by owner (newest first), one per related list, and one per field the
 * admin marked as indexed. Earlier definitions keep id, slot and generation. Problem `no_index_slot` when an indexed
 * field finds none left. New ones come back as `building`; the caller knows whether there is anything to build.
 */
export function allocateIndexes(request: {
  readonly definition: ObjectDefinition;
  readonly pipeline: PipelineDefinition | null;
  readonly previous: readonly IndexDefinition[];
  /** The field type of a name (`fieldType`). */
  readonly types: (name: string) => FieldType | undefined;
}): Result<readonly IndexDefinition[]> {
  const { previous } = request;
  const wishes = distinct(wishesOf(request));
  const kept = new Map(
    wishes.map((wish) => [keyOf(wish), previous.find((one) => keyOf(one) === keyOf(wish))]),
  );
  const taken = new Set([...kept.values()].flatMap((one) => (one ? [one.slot] : [])));
  const problems: Problem[] = [];
  const allocated = wishes.flatMap((wish): IndexDefinition[] => {
    const before = kept.get(keyOf(wish));
    if (before) return [before];
    const slot = freeSlot(taken, wish.wide);
    if (slot === null) {
      if (!wish.optional) problems.push(noSlot(wish.pointer));
      return [];
    }
    taken.add(slot);
    const generation = generationOf(wish, slot, previous);
    return [
      { id: `${slot}${generation}`, generation, slot, equal: wish.equal, sort: wish.sort, state: "building" },
    ];
  });
  return problems.length > 0 ? failure(...problems) : success(allocated);
}

function wishesOf({ definition, pipeline, types }: Parameters<typeof allocateIndexes>[0]): readonly Wish[] {
  const at = (name: string): number => definition.fields.findIndex((one) => one.apiName === name);
  const idOf = (name: string): string | undefined => keyOfField(definition.fields[at(name)]);
  const defaults: Wish[] = [];
  const add = (equal: readonly string[], sort: string | null): void => {
    defaults.push({ equal, sort, wide: true, optional: true, pointer: "" });
  };
  const name = idOf(definition.nameField);
  const stage = pipeline ? idOf(pipeline.stageField) : undefined;
  if (name !== undefined) add([], name);
  if (stage !== undefined) add([stage], null);
  add([systemFields.owner.id], null);
  return [
    ...defaults,
    ...definition.fields.flatMap((field, which) => fieldWishes(field, which, types(field.type))),
  ];
}

/** Key of a field's values in a record. */
function keyOfField(field: FieldDefinition | undefined): string | undefined {
  return field?.storedAs ?? field?.id;
}

/** A relation is read by its target (related lists); every other indexed field orders lists. */
function fieldWishes(field: FieldDefinition, at: number, type: FieldType | undefined): readonly Wish[] {
  const id = keyOfField(field);
  if (id === undefined) return [];
  const pointer = `/fields/${at}/indexed`;
  const isRelation = type?.targets !== undefined && type.index !== undefined;
  if (isRelation) {
    return [{ equal: [id], sort: null, wide: false, optional: field.indexed !== true, pointer }];
  }
  return field.indexed === true ? [{ equal: [], sort: id, wide: true, optional: false, pointer }] : [];
}

/** Indexed fields come before defaults that can be done without, except the list by name. */
function distinct(wishes: readonly Wish[]): readonly Wish[] {
  const found = new Map<string, Wish>();
  for (const wish of wishes) {
    const before = found.get(keyOf(wish));
    found.set(keyOf(wish), before && !before.optional ? before : wish);
  }
  return [...found.values()].sort((a, b) => Number(a.optional) - Number(b.optional));
}

function keyOf({ equal, sort }: Pick<IndexDefinition, "equal" | "sort">): string {
  return JSON.stringify([equal, sort]);
}

function freeSlot(taken: ReadonlySet<string>, wide: boolean): string | null {
  const slots = (prefix: string): string[] => Array.from({ length: SLOTS }, (_, at) => `${prefix}${at + 1}`);
  const order = wide ? [...slots("w"), ...slots("t")] : [...slots("t"), ...slots("w")];
  return order.find((slot) => !taken.has(slot)) ?? null;
}

/**
 * Two characters made from what the index is, so that leftovers of an earlier index in the slot are not taken for its
 * keys; moved on while the slot's present index has the same.
 */
function generationOf(wish: Wish, slot: string, previous: readonly IndexDefinition[]): string {
  const used = new Set(previous.filter((one) => one.slot === slot).map((one) => one.generation));
  let number = 7;
  for (const character of keyOf(wish)) number = (number * 31 + character.charCodeAt(0)) % (36 * 36);
  for (;;) {
    const text = ALPHABET.charAt(Math.floor(number / 36)) + ALPHABET.charAt(number % 36);
    if (!used.has(text)) return text;
    number = (number + 1) % (36 * 36);
  }
}

function noSlot(pointer: string): Problem {
  return invalid(pointer, "no_index_slot", {
    "zh-CN": `此对象的索引位已用完（${SLOTS * 2} 个），请先取消另一个字段的“可筛选和排序”。`,
    en: `All ${SLOTS * 2} index slots of this object are in use; first make another field not filterable and sortable.`,
  });
}
