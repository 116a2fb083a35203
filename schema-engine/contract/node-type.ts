import type { Json, JsonObject, JsonSchema } from "./json.ts";
import type { Reference } from "./metadata/kind.ts";
import type { LocalizedText, Problem, Result } from "./problem.ts";
import type { RecordRef } from "./field-type.ts";

/** A record as expressions and steps see it: values by field API name. */
export interface RecordSnapshot extends RecordRef {
  readonly version: number;
  readonly owner: string;
  readonly values: JsonObject;
}

/** What starts a run, or wakes or informs one under way. Plain data, made from an event envelope. */
export type RunSignal =
  | {
      readonly kind: "record";
      readonly change: "created" | "updated" | "deleted";
      /** API names of the fields that changed. */
      readonly changed: readonly string[];
      /** Values before, by API name; empty at creation. */
      readonly before: JsonObject;
      readonly record: RecordSnapshot;
    }
  | { readonly kind: "enrolled"; readonly record: RecordSnapshot; readonly by: string }
  | { readonly kind: "timer" }
  | {
      readonly kind: "engagement";
      /** API name of the step whose mail it is about. */
      readonly step: string;
      readonly event:
        | "sent"
        | "skipped"
        | "failed"
        | "unknown"
        | "delivered"
        | "opened"
        | "clicked"
        | "bounced"
        | "complained"
        | "unsubscribed";
    };

/** All a step may look at; nothing here reads a clock, a store or chance. */
export interface NodeInput {
  /** Instant of this step, RFC 3339 UTC. */
  readonly now: string;
  /** IANA zone of the workspace. */
  readonly timeZone: string;
  /** The run's record as it is now; null when it was deleted. */
  readonly record: RecordSnapshot | null;
  /** What woke the run at this step; the starting signal for the trigger; null when it came from the step before. */
  readonly signal: RunSignal | null;
  /** Outputs of the steps done so far, by step API name. */
  readonly steps: Readonly<Record<string, JsonObject>>;
  /** Evaluates a CEL expression over `record`, `before`, `steps`, `now`. */
  evaluate(expression: string): Result<Json>;
  /** The same with `record` as it was before the change that is signalled; all absent when there was none. */
  evaluateBefore(expression: string): Result<Json>;
}

/** Something to be done outside the decision; carried out with the run's own state in one transaction. */
export type Effect =
  | {
      readonly kind: "createRecord";
      readonly object: string;
      readonly owner: string | null;
      readonly values: JsonObject;
    }
  | {
      readonly kind: "updateRecord";
      readonly record: RecordRef;
      readonly values: JsonObject;
      /** API name of the pipeline's transition the change is; absent: none is named. */
      readonly transition?: string;
    }
  | {
      readonly kind: "sendMail";
      /** API name of the template. */
      readonly template: string;
      /** The record the mail goes to, or the one from which `path` leads there. */
      readonly recipient: RecordRef;
      /** Relation fields (or objects that refer back) to follow to the recipient; absent: none. */
      readonly path?: readonly string[];
    }
  | {
      readonly kind: "notify";
      /** User id. */
      readonly user: string;
      readonly message: LocalizedText;
      readonly about: RecordRef | null;
    };

export type NodeOutcome =
  /** Go on along this output; `default` where a type has only one. `effects` are done first. */
  | {
      readonly kind: "continue";
      readonly output: string;
      readonly effects: readonly Effect[];
      /** Kept under the step's API name for later expressions and shown in the run history. */
      readonly result: JsonObject;
    }
  /** Stay here until the instant; then the step is asked again with a timer signal. */
  | { readonly kind: "wait"; readonly until: string; readonly result: JsonObject }
  /** Of a trigger: the run does not start; `because` is the first reason, for “why did it not run?”. */
  | { readonly kind: "ignore"; readonly because: string }
  /** The step cannot be done; the run fails with these reasons, visible in its history. */
  | { readonly kind: "fail"; readonly problems: readonly Problem[] };

/** All that is known about one type of step. */
export interface NodeType<Settings extends object = object> {
  /** Name in metadata, equal to the folder's name, for ever. */
  readonly name: string;
  readonly label: LocalizedText;
  readonly description: LocalizedText;
  readonly icon: string;
  /** A trigger begins a run and stands first; a step follows. */
  readonly role: "trigger" | "step";
  readonly settingsSchema: JsonSchema;
  readonly defaultSettings: Settings;
  checkSettings?(settings: Settings): readonly Problem[];
  /** Names of the outgoing edges. */
  outputs(settings: Settings): readonly { readonly name: string; readonly label: LocalizedText }[];
  /** CEL expressions in the settings, for type checks at publish. */
  expressions(
    settings: Settings,
  ): readonly { readonly source: string; readonly pointer: string; readonly result: "bool" | "any" }[];
  /** Metadata mentioned; `object` is the flow's object. Pointers are relative to the settings. */
  references(settings: Settings, object: string): readonly Reference[];
  /** Triggers only: signals that may start a run, before any expression is evaluated. */
  readonly startsOn?: readonly RunSignal["kind"][];
  /**
   * What expressions find under the step's name as long as nothing else is known: false for each fact that may still
   * come. Absent: nothing.
   */
  readonly pending?: JsonObject;
  /** Names in the step's result beside those of `pending`, which expressions of later steps may read. */
  readonly results?: readonly string[];
  /** A trigger decides whether the run starts: `continue` starts it, `ignore` or `null` does not. A step decides what happens. */
  decide(input: NodeInput, settings: Settings): NodeOutcome | null;
}

export function defineNodeType<Settings extends object>(definition: NodeType<Settings>): NodeType<Settings> {
  return definition;
}
