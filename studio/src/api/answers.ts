import type { IndexAdvice, Json, JsonObject, Locale, LocalizedText, MetadataDocument } from "#engine";

/** `GET /me`. */
export interface Me {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly locale: Locale;
    readonly timeZone: string;
  };
  readonly workspace: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly locale: Locale;
    readonly currency: string;
  };
  readonly roles: readonly string[];
  readonly capabilities: readonly string[];
  readonly metadataVersion: number;
  readonly objects: Readonly<Record<string, MyAccess>>;
}

/** What the caller may do with the records of one object; hidden fields are absent. */
export interface MyAccess {
  readonly create: boolean;
  readonly read: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  readonly scope: "own" | "team" | "all";
  readonly fields: Readonly<Record<string, "read" | "write">>;
  /** Encrypted fields whose clear value the caller may reveal. */
  readonly reveals?: readonly string[];
}

/** `GET /metadata`. */
export interface MetadataAnswer {
  readonly version: number;
  readonly documents: readonly MetadataDocument[];
}

/** A record as the API shows it. */
export interface RecordAnswer {
  readonly id: string;
  readonly object: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly owner: string;
  /** Since when it is in its stage. */
  readonly stageEnteredAt?: string;
  /** From when on it is ageing there. */
  readonly agingFrom?: string;
  readonly values: JsonObject;
  readonly references?: References;
}

/** Names of what values refer to, by `object/id`. */
export type References = Readonly<Record<string, string>>;

/** A row of a list: only the fields asked for. */
export type RecordRow = Pick<RecordAnswer, "id" | "object" | "owner" | "createdAt" | "values"> &
  Partial<Pick<RecordAnswer, "version" | "updatedAt" | "updatedBy" | "createdBy">>;

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

export interface QueryAnswer extends PageOf<RecordRow> {
  /** The read budget ended before the page was full; the cursor leads on. */
  readonly partial?: true;
  readonly count?: number;
  /** There may be more than `count`. */
  readonly countIsMinimum?: true;
  readonly references?: References;
  readonly explain?: QueryExplanation;
}

/** How a page was read and what it cost (`explain: true`). */
export interface QueryExplanation {
  readonly mode: "walk" | "collect";
  /** Indexes read; none: the records themselves. */
  readonly indexes: readonly IndexAdvice[];
  readonly itemsRead: number;
  /** Read capacity units. */
  readonly capacity: number;
  readonly estimate: { readonly rows: number; readonly capacity: number };
  /** The index that would make it cheaper; null: there is none to add. */
  readonly advice: IndexAdvice | null;
}

/** Measures of `POST …/aggregate`: `count`, one member per other measure, and under `units` the currencies per field. */
export type Measures = Readonly<Record<string, unknown>>;

/** A group of `POST …/aggregate`: the key and its measures. */
export type AggregateGroup = { readonly key: Readonly<Record<string, Json>> } & Measures;

export interface AggregateAnswer {
  readonly groups: readonly AggregateGroup[];
  readonly totals: Measures;
  /** False: there are more records, so the measures are minimums. */
  readonly complete: boolean;
  /** Counters are about a second behind the records. */
  readonly source: "counters" | "records";
}

/** How many records have a value of each field. */
export interface StatisticsAnswer {
  readonly total: number;
  readonly fields: readonly { readonly field: string; readonly filled: number }[];
  readonly asOf: string;
  /** The numbers are being counted again. */
  readonly rebuilding?: true;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly team: string | null;
  readonly active: boolean;
}

export interface SearchHit {
  readonly object: string;
  readonly id: string;
  /** Empty where the caller may not see it. */
  readonly name: string;
  /** API names of the fields whose words match; `id` for the record's own id. */
  readonly matched: readonly string[];
  /** The text around the words, where they are not in the name. */
  readonly snippet?: string;
}

export interface TimelineItem {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly version?: number;
  readonly changes?: readonly {
    readonly field: string;
    readonly label?: LocalizedText;
    readonly before: Json;
    readonly after: Json;
  }[];
  /** The transition of the pipeline the change was. */
  readonly move?: {
    readonly transition: string;
    readonly label: LocalizedText;
    readonly from: string | null;
    readonly to: string;
    readonly checklist: readonly string[];
    readonly comment?: string;
  };
  /** The records that became this one. */
  readonly merge?: {
    readonly into: string;
    readonly others: readonly { readonly id: string; readonly name: string }[];
  };
  readonly title?: LocalizedText;
  readonly details?: JsonObject;
}

export interface TimelineAnswer extends PageOf<TimelineItem> {
  readonly references?: References;
}

export interface NotificationItem {
  readonly id: string;
  readonly at: string;
  readonly message: LocalizedText;
  readonly about: { readonly object: string; readonly id: string } | null;
  readonly read: boolean;
}

export interface NotificationsAnswer extends PageOf<NotificationItem> {
  readonly unread: number;
}
