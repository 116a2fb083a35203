import type { Json } from "../contract/json.ts";
import type { FieldModel, RecordWrite } from "../contract/model.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import { at } from "./problems.ts";
import { sameJson, valueOf, type Values } from "./values.ts";

/** A clear value of a decided write that must be sealed before the write is saved. */
export interface ClearValue {
  readonly field: FieldModel;
  readonly text: string;
}

/**
 * What is said about a value sent for a sealed field; `unchanged` when it is the mask of what is stored, null when it is a
 * clear value that this write may bring.
 */
export function judgeSealed(
  next: Values,
  field: FieldModel,
  given: { readonly value: Json | undefined; readonly seals: boolean },
): Problem | "unchanged" | null {
  const { sealed, check } = field.type;
  const { value } = given;
  if (!sealed || value === null || value === undefined) return null;
  if (check(value, field.settings).length > 0) return null;
  if (sealed.clear(value) !== null) return given.seals ? null : cannotSeal(field);
  const shown = valueOf(field, next);
  return shown !== null && sameJson(shown as Json, value) ? "unchanged" : onlyMask(field);
}

/** The clear values of a decided write. */
export function clearValues({ object, record, kind }: RecordWrite): readonly ClearValue[] {
  if (kind === "delete") return [];
  return object.fields.flatMap((field) => {
    const value = field.type.sealed ? valueOf(field, record.values) : null;
    const text = value === null ? null : (field.type.sealed?.clear(value) ?? null);
    return text === null ? [] : [{ field, text }];
  });
}

/** The write with sealed texts, by field id, in place of the clear values. */
export function withSealed(write: RecordWrite, texts: ReadonlyMap<string, string>): RecordWrite {
  const values = { ...write.record.values };
  for (const { field } of clearValues(write)) {
    const text = texts.get(field.id);
    const stored = values[field.id];
    if (text === undefined || stored === undefined || !field.type.sealed) continue;
    values[field.id] = field.type.sealed.seal(text, field.type.storage.decode(stored), field.settings);
  }
  return { ...write, record: { ...write.record, values } };
}

const onlyMask = (field: FieldModel): Problem =>
  invalid(
    at(field),
    "masked",
    bilingual("这只是遮盖后的内容，请输入完整内容。", "This is only the mask; enter the whole value."),
  );

const cannotSeal = (field: FieldModel): Problem =>
  invalid(
    at(field),
    "cannot_seal",
    bilingual(
      "加密字段只能由人填写，不能由自动化写入。",
      "An encrypted field is filled in by people; automation cannot write it.",
    ),
  );
