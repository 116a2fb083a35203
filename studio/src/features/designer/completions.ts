import {
  describeField,
  limits,
  targetOf,
  type FieldDefinition,
  type LocalizedText,
  type WayObject,
  type WayObjects,
} from "#engine";

/** What may stand at the caret. */
export interface Completion {
  /** Text that takes the place of what is typed of the name. */
  readonly insert: string;
  readonly label: LocalizedText;
  /** A dot may follow: the name leads on. */
  readonly leadsOn: boolean;
}

export interface Completions {
  /** Where the name that is being typed begins. */
  readonly from: number;
  readonly items: readonly Completion[];
}

/** A step of a flow, with the names in its result. */
export interface StepNames {
  readonly apiName: string;
  readonly label: LocalizedText;
  readonly results: readonly string[];
}

/** What an expression may name. */
export interface CompletionScope {
  readonly fields: readonly FieldDefinition[];
  /** Objects that relations lead to; null: this expression reads none. */
  readonly objects: WayObjects | null;
  /** Empty where there is no flow. */
  readonly steps: readonly StepNames[];
}

/** Most offered at once. */
const MOST = 12;
/** A chain of names before the caret, and what is typed of the last. */
const CHAIN = /(?:^|[^\w.])(record|before|steps)\.((?:[a-z_][\w-]*\.)*)([\w-]*)$/;

/** Names that fit where the caret stands; null: nothing is to be completed there. */
export function completionsAt(source: string, caret: number, scope: CompletionScope): Completions | null {
  const [, root, chain = "", typed = ""] = CHAIN.exec(source.slice(0, caret)) ?? [];
  if (root === undefined) return null;
  const path = chain.split(".").filter((one) => one !== "");
  const all = root === "steps" ? inSteps(path, scope) : inRecord(root, path, scope);
  const wanted = typed.toLowerCase();
  const items = all.filter((one) => fits(one, wanted)).slice(0, MOST);
  return items.length === 0 || isWhole(items, typed) ? null : { from: caret - typed.length, items };
}

function isWhole([only, ...others]: readonly Completion[], typed: string): boolean {
  return others.length === 0 && only?.insert === typed && !only.leadsOn;
}

function fits({ insert, label }: Completion, wanted: string): boolean {
  return [insert, label["zh-CN"], label.en].some((one) => one.toLowerCase().includes(wanted));
}

function inSteps(path: readonly string[], { steps }: CompletionScope): readonly Completion[] {
  if (path.length === 0)
    return steps.map(({ apiName, label, results }) => ({
      ...{ insert: apiName, label, leadsOn: results.length > 0 },
    }));
  const results = path.length === 1 ? steps.find((one) => one.apiName === path[0])?.results : undefined;
  return (results ?? []).map((name) => ({
    insert: name,
    label: { "zh-CN": name, en: name },
    leadsOn: false,
  }));
}

function inRecord(root: string, path: readonly string[], scope: CompletionScope): readonly Completion[] {
  const objects = root === "record" ? scope.objects : null;
  if (path.length > limits.relationDepth) return [];
  let at: WayObject = wayOf(scope.fields);
  for (const name of path) {
    const field = at.byName.get(name);
    const next = field && objects?.get(targetOf(field) ?? "");
    if (!next) return [];
    at = next;
  }
  return [...at.byName].map(([insert, field]) => ({
    insert,
    label: labelOf(field, insert),
    leadsOn: path.length < limits.relationDepth && objects?.get(targetOf(field) ?? "") !== undefined,
  }));
}

function labelOf(field: object, name: string): LocalizedText {
  const { definition } = field as { readonly definition?: FieldDefinition };
  return definition?.label ?? { "zh-CN": name, en: name };
}

/** The fields of a draft as the first step of a way. */
export function wayOf(fields: readonly FieldDefinition[]): WayObject {
  const known = ways.get(fields);
  if (known) return known;
  const made = {
    byName: new Map(
      fields.flatMap((one) => {
        const field = describeField(one);
        return field ? [[one.apiName, { ...field, definition: one }] as const] : [];
      }),
    ),
  };
  ways.set(fields, made);
  return made;
}

const ways = new WeakMap<readonly FieldDefinition[], WayObject>();
