import { fieldType, type ColumnMapping, type ObjectDefinition } from "#engine";

/** One place a column can go to, as a menu shows it. */
export interface TargetChoice {
  readonly value: string;
  readonly object: string;
  readonly field: string;
  readonly by?: string;
  readonly label: string;
}

export interface TargetWords {
  readonly say: (text: ObjectDefinition["label"]) => string;
  readonly owner: string;
  readonly recordId: string;
  /** Names the field of the target by which records are found. */
  readonly by: (field: string) => string;
}

/** Fields of the main object, and of objects to which guessed columns go; relations by each unique field of their target. */
export function targetChoices(
  objects: readonly ObjectDefinition[],
  given: { readonly main: string; readonly others: readonly string[] },
  words: TargetWords,
): readonly TargetChoice[] {
  const names = new Set([given.main, ...given.others]);
  return objects
    .filter((one) => names.has(one.apiName))
    .flatMap((object) => {
      const isMain = object.apiName === given.main;
      const named = (field: string) => (isMain ? field : `${words.say(object.label)} › ${field}`);
      const choice = (field: string, label: string, by?: string): TargetChoice => ({
        ...{ value: valueOf({ object: object.apiName, field, ...(by === undefined ? {} : { by }) }) },
        ...{ object: object.apiName, field, label: named(label) },
        ...(by === undefined ? {} : { by }),
      });
      const fields = object.fields
        .filter((field) => fieldType(field.type)?.computed === undefined)
        .flatMap((field) => [
          ...keysOf(objects, field).map(({ by, label }) =>
            choice(field.apiName, `${words.say(field.label)} (${words.by(words.say(label))})`, by),
          ),
          choice(field.apiName, words.say(field.label)),
        ]);
      const id = isMain ? [choice("id", words.recordId)] : [];
      return [...fields, choice("owner", words.owner), ...id];
    });
}

/** What tells two choices apart. */
export function valueOf(target: Pick<ColumnMapping, "object" | "field" | "by">): string {
  return [target.object, target.field, target.by ?? ""].join("|");
}

/** Unique fields of the objects a relation leads to. */
function keysOf(
  objects: readonly ObjectDefinition[],
  field: ObjectDefinition["fields"][number],
): readonly { readonly by: string; readonly label: ObjectDefinition["label"] }[] {
  const type = fieldType(field.type);
  const targets = type?.without
    ? []
    : (type?.targets?.({ ...type.defaultSettings, ...field.settings }) ?? []);
  return targets.flatMap((name) =>
    (objects.find((one) => one.apiName === name)?.fields ?? [])
      .filter((one) => one.unique === true)
      .map((one) => ({ by: targets.length > 1 ? `${name}.${one.apiName}` : one.apiName, label: one.label })),
  );
}
