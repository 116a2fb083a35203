import type { JsonSchema, Json } from "./json.ts";
import type { NormalizationStep } from "./metadata/normalization.ts";
import type { LocalizedText, Problem, Result } from "./problem.ts";

/** A record another record's value points at. */
export interface RecordRef {
  /** API name of the target object; `user` for people of the workspace. */
  readonly object: string;
  readonly id: string;
}

/** Filter operators of the query language (http-api.md, "Query"). */
export const operators = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "between",
  "in",
  "notIn",
  "contains",
  "startsWith",
  "isEmpty",
  "isNotEmpty",
] as const;
export type Operator = (typeof operators)[number];

/** What a type's parser, formatter or computation may know of its surroundings; plain data only. */
export interface FieldContext {
  /** IANA zone of the workspace, for example `Asia/Shanghai`. */
  readonly timeZone: string;
  /** Language in which text is parsed and formatted. */
  readonly locale: "zh-CN" | "en";
  /** Instant of the operation, RFC 3339 UTC. */
  readonly now: string;
}

/**
 * Where a value is kept in the item (storage.md §2): `listable` values are short and copied into wide indexes,
 * `stored` ones are short but never listed, `long` ones are read only with the whole record.
 */
export type StorageClass = "listable" | "stored" | "long";

/** How the value is entered and shown; the studio picks a widget by it when the type has no component of its own. */
export type CelType = "string" | "bool" | "decimal" | "timestamp" | "date" | "list<string>" | "money" | "dyn";

/** Sorts of text that are compared for duplicates in a way of their own. */
export type LikenessName = "words" | "email" | "phone" | "web";

/** A value the engine makes rather than the user. */
export type Computation<Value> =
  | {
      /** Drawn from a counter once, at creation; `make` turns the drawn number (1, 2, …) into the value. */
      readonly source: "sequence";
      make(next: number, settings: object, context: FieldContext): Value;
    }
  | {
      /** Worked out from the record itself on each write; `expression` names the setting that holds the CEL text. */
      readonly source: "expression";
      expression(settings: object): string;
      accept(result: unknown, settings: object): Result<Value>;
      /** Shown to everybody who may read the field, whatever its inputs. Default false: who may not read an input, may not read it. */
      runsAsSystem?(settings: object): boolean;
    }
  | {
      /** Kept by the stream consumer from other records; never part of a write. */
      readonly source: "derived";
      /** Which records it is worked out from, and how. */
      summary(settings: object): RollupSummary;
      runsAsSystem?(settings: object): boolean;
    };

/** What a roll-up adds up. */
export interface RollupSummary {
  /** API name of the object whose records are counted. */
  readonly object: string;
  /** API name of its relation that points back here. */
  readonly field: string;
  readonly fn: "count" | "sum" | "min" | "max" | "avg";
  /** API name of the field measured; null for `count`. */
  readonly of: string | null;
  /** Only records that meet it; null: all. In the query language, without paths and relative dates. */
  readonly filter: Json | null;
}

/**
 * All that is known about one field type. Methods (not function properties) so that a registry of types with
 * different values needs no cast; callers must have validated a value with `check` before handing it to the others.
 */
export interface FieldType<Value = unknown, Settings extends object = object> {
  /** Name in metadata, equal to the folder's name, for ever. */
  readonly name: string;
  readonly label: LocalizedText;
  /** One sentence for the admin who chooses a type. */
  readonly description: LocalizedText;
  /** Lucide icon name without prefix. */
  readonly icon: string;
  /** JSON Schema of `settings`; the studio renders the settings form from it (titles in `title` are `{zh-CN,en}` under `x-label`). */
  readonly settingsSchema: JsonSchema;
  /** Settings used where the admin gave none. */
  readonly defaultSettings: Settings;
  /** Checks that JSON Schema cannot say, for example that option values are distinct. Pointers are relative to the settings. */
  checkSettings?(settings: Settings): readonly Problem[];

  /** JSON Schema 2020-12 of a present value as it travels in JSON. Absent and null are handled by the engine. */
  valueSchema(settings: Settings): JsonSchema;
  /** The same as `valueSchema`, run directly, with messages for people. Empty means valid. Pointers are relative to the value. */
  check(value: unknown, settings: Settings): readonly Problem[];
  /** Brings a valid value to its one stored form (trim, lower-case, drop trailing zeros); idempotent. */
  normalize?(value: Value, settings: Settings, context: FieldContext): Value;
  /** What a field may ask to be done to a text before `check` (`FieldDefinition.normalization`). Absent: nothing. */
  readonly normalizationSteps?: readonly NormalizationStep[];
  /** Whether a valid value counts as no value, for example an empty list. Default: never. */
  isBlank?(value: Value): boolean;

  readonly storage: {
    readonly class: StorageClass;
    /** JSON in, JSON out; the adapter only adds DynamoDB's own marshalling. */
    encode(value: Value): Json;
    decode(stored: Json): Value;
  };
  /** Absent: cannot be sorted or indexed. `a < b` exactly when `key(a) < key(b)` in UTF-8 byte order; printable, no space. */
  readonly index?: {
    encode(value: Value, settings: Settings): string;
    /** True when equal keys imply equal values; otherwise equality is checked again on the value. Default true. */
    readonly exact?: boolean;
  };
  /** Text form for uniqueness: equal texts mean the same value. Absent: the type cannot be unique. */
  uniqueKey?(value: Value, settings: Settings): string;
  /** Words under which the record can be found. Absent: not searchable. */
  searchText?(value: Value, settings: Settings): readonly string[];
  /** The value names the record (an automatic number): it is found by it without being marked `searchable`. Default false. */
  readonly isCode?: boolean;
  /** Records that must exist and be visible to the writer; loaded before deciding. */
  references?(value: Value, settings: Settings): readonly RecordRef[];
  /** What happens to this record when the one it refers to is deleted. Only with `references`. */
  onDelete?(settings: Settings): "restrict" | "clear" | "cascade";
  /** The value without one of several records it refers to. Absent: the value refers to one record at most. */
  without?(value: Value, id: string): Value;
  /** Objects whose records a value may refer to. Only with `references`; `user` stands for people. */
  targets?(settings: Settings): readonly string[];
  /** Master–detail: the record referred to owns this one, so owner and access follow it. Only with `references`. */
  owns?(settings: Settings): boolean;
  /** Hierarchy: following the references must never come back to the record itself. Only with `references`. */
  acyclic?(settings: Settings): boolean;
  /**
   * Many-to-many kept as records of another object, which has a relation to either side: API names of the far side and of
   * that object. Null or absent: the field keeps its own values. A field that joins keeps none and is entered nowhere.
   */
  joins?(settings: Settings): { readonly target: string; readonly through: string } | null;
  /** Once set, the value stays; only the platform may change it. Only with `references`. */
  fixed?(settings: Settings): boolean;
  /** Ids of the uploaded files a value names; each must be there and offered to the record before the write is decided. */
  files?(value: Value, settings: Settings): readonly string[];
  /** What may be uploaded for the field. Only with `files`. */
  uploads?(settings: Settings): UploadLimits;
  /**
   * The value is kept under a key that the table does not hold: the engine checks clear values, the operation seals what
   * changed just before saving, and everybody but the one who reveals it sees the mask. Such a type has no index, no
   * unique key and no search text.
   */
  readonly sealed?: {
    /** What is shown instead of a value, stored or not yet; idempotent. */
    mask(value: Value, settings: Settings): Value;
    /** The clear value of one that was not sealed yet; null for a stored one. */
    clear(value: Value): string | null;
    /** Storage form of a sealed value with its mask. */
    seal(sealed: string, value: Value, settings: Settings): Json;
    /** Ciphertext of a storage form; null when it has none. */
    sealedText(stored: Json): string | null;
  };
  /** Metadata this field's settings depend on, for example a relation's target object. */
  uses?(
    settings: Settings,
  ): readonly { readonly kind: string; readonly apiName: string; readonly pointer: string }[];

  /**
   * The type whose values this one produces, with its settings, where that depends on the settings (formula, roll-up).
   * The compiler gives the field that type's storage, index, operators and form, and keeps `computed` and `uses` of this.
   */
  resultOf?(settings: Settings): { readonly type: string; readonly settings: object };

  /**
   * How values are compared for duplicates when more than equality counts (`cleansing/likeness.ts`); values are texts.
   * Absent: only equal values are alike.
   */
  readonly likeness?: LikenessName;
  /** The value with one record it refers to in the place of another. Only with `references` and `onDelete`. */
  redirected?(value: Value, from: RecordRef, to: RecordRef): Value;

  /** What a value can be used to reach somebody by; absent: nothing. */
  readonly address?: "email";

  readonly operators: readonly Operator[];
  /**
   * Meaning of an operator on two present values; the generic ones (eq, ne, in, notIn, lt … between by `index`,
   * isEmpty, isNotEmpty) are the engine's. Needed only for `contains` and `startsWith`, or where generic ones do not fit.
   */
  matches?(operator: Operator, value: Value, operand: unknown, settings: Settings): boolean;
  /** Whether one operand of the operator can be compared with, where that is not `check`; operands come from a request. */
  takesOperand?(operand: unknown, operator: Operator, settings: Settings): boolean;
  /** Numeric value for sum/min/max/avg as a decimal string, with the unit it may only be added within (currency). */
  measure?(value: Value): { readonly amount: string; readonly unit: string };
  /** What the values of a list are told by beneath it; `none`: their amounts mean nothing to people. Default sum. Only with `measure`. */
  readonly toldBy?: "sum" | "mean" | "none";
  /** Whether the value sets out a closed set of choices, in the admin's order; boards and counters use it. */
  choices?(settings: Settings): readonly Choice[];
  /** API name of the shared option set the choices come from; the compiler puts its options into `settings.options`. */
  optionSet?(settings: Settings): string | undefined;
  /** API name of the field of the same record that decides which choices are offered (`Choice.onlyFor`). */
  controlledBy?(settings: Settings): string | undefined;

  /** One spreadsheet cell or typed text. */
  parse(text: string, settings: Settings, context: FieldContext): Result<Value>;
  /** Text a person reads; `parse` must read it back. */
  format(value: Value, settings: Settings, context: FieldContext): string;

  /** How the value appears in CEL expressions. */
  readonly cel: {
    readonly type: CelType;
    /** Converts a valid value to what the expression engine computes with. */
    toCel(value: Value): unknown;
  };
  /** Present when the user cannot enter the value. */
  readonly computed?: Computation<Value>;
  /** UI schema options for the form (`multi`, `format`, …); the control's name is always the type's name. */
  uiOptions?(settings: Settings): { readonly [key: string]: Json };
}

/** What may be uploaded for a field. */
export interface UploadLimits {
  /** Largest file, bytes. */
  readonly mostBytes: number;
  /** Groups of kinds of file (`shared/file-kinds.ts`). */
  readonly groups: readonly string[];
  /** Largest picture, width times height; absent: pictures are not looked into. */
  readonly mostPixels?: number;
}

/** An option is an entity: it keeps its `id` through every rename; its place in the list is its order. */
export interface Choice {
  /** Immutable, given by the server. */
  readonly id?: string;
  /** Stored code, stable. */
  readonly value: string;
  readonly label: LocalizedText;
  /** One of the ten palette names of the design language, for example `green`. */
  readonly color?: string;
  /** No longer offered; records that have it keep it. */
  readonly retired?: boolean;
  /** Chance to win, 0–100 per cent; the pipeline's stage goes before it. */
  readonly probability?: number;
  /** What the option means for the course of a process. */
  readonly category?: "open" | "won" | "lost";
  /** Values of the controlling field for which it is offered; absent: for every one. */
  readonly onlyFor?: readonly string[];
}

/** Keeps inference of `Value` and `Settings` while checking the definition against the contract. */
export function defineFieldType<Value, Settings extends object>(
  definition: FieldType<Value, Settings>,
): FieldType<Value, Settings> {
  return definition;
}
