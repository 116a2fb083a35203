import type { FieldType, RecordRef } from "./field-type.ts";
import type { Json, JsonObject } from "./json.ts";
import type { MetadataDocument } from "./metadata/kind.ts";
import type { FieldDefinition, ObjectDefinition } from "./metadata/object.ts";
import type { DuplicateCriterion, DuplicateRuleDefinition } from "./metadata/duplicate-rule.ts";
import type { PipelineDefinition, TransitionDefinition } from "./metadata/pipeline.ts";
import type { RoleDefinition } from "./metadata/role.ts";
import type { AppDefinition } from "./metadata/app.ts";
import type { LayoutDefinition } from "./metadata/layout.ts";
import type { RuleDefinition } from "./metadata/rule.ts";
import type { JourneyDefinition } from "./metadata/journey.ts";
import type { WorkflowDefinition } from "./metadata/workflow.ts";
import type { TemplateDefinition } from "./metadata/template.ts";
import type { ViewDefinition } from "./metadata/view.ts";
import type { LocalizedText, Result } from "./problem.ts";

/** Published metadata of a workspace, compiled once per version and kept in memory. */
export interface WorkspaceModel {
  readonly workspace: WorkspaceSettings;
  /** Version of the published metadata; 0 before the first publish. */
  readonly version: number;
  readonly objects: ReadonlyMap<string, ObjectModel>;
  readonly objectsById: ReadonlyMap<string, ObjectModel>;
  readonly views: readonly ViewDefinition[];
  readonly layouts: readonly LayoutDefinition[];
  readonly apps: readonly AppDefinition[];
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly workflows: readonly (WorkflowDefinition & Identified)[];
  readonly journeys: readonly (JourneyDefinition & Identified)[];
  readonly templates: ReadonlyMap<string, TemplateDefinition & Identified>;
  readonly documents: readonly MetadataDocument[];
}

interface Identified {
  readonly id: string;
}

export interface WorkspaceSettings {
  /** Workspace id: 2–16 lower-case letters and digits; first part of every key. */
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: "zh-CN" | "en";
  readonly currency: string;
}

export interface ObjectModel {
  readonly id: string;
  readonly apiName: string;
  readonly definition: ObjectDefinition;
  readonly fields: readonly FieldModel[];
  /** Fields by API name. */
  readonly byName: ReadonlyMap<string, FieldModel>;
  readonly byId: ReadonlyMap<string, FieldModel>;
  readonly nameField: FieldModel;
  /** Fields computed by an expression, each after those it builds on. */
  readonly computed?: readonly FieldModel[];
  /** The first of `pipelines`: that of records whose type names none. */
  readonly pipeline: PipelineModel | null;
  /** Every pipeline of the object; all go by the same stage field. */
  readonly pipelines: readonly PipelineModel[];
  readonly rules: readonly CompiledRule[];
  readonly indexes: readonly IndexDefinition[];
  /** Active rules by which records are duplicates, in the order of their names; absent: none. */
  readonly duplicateRules?: readonly DuplicateRuleModel[];
  /** Fields with a `conversion`; absent: none. */
  readonly converted?: readonly FieldModel[];
  /** Field keys and ids of combinations whose values records of before may not have claimed yet; absent: none. */
  readonly unproven?: ReadonlySet<string>;
  /** Its counters are being counted again by other definitions; until then only the records know. */
  readonly recounted?: true;
}

/** How values that were stored before a change of type are read (storage.md §9, `evolve/stored-form.ts`). */
export interface StoredConversion {
  /** Key of the values before. */
  readonly from: string;
  /** A stored value of before as the field stores it now; null: it cannot be converted. */
  convert(stored: Json): Json | null;
  /** The way back. */
  revert(stored: Json): Json | null;
}

export interface FieldModel {
  /** Key of its values in a record: the definition's `storedAs`, else its id. */
  readonly id: string;
  readonly apiName: string;
  readonly definition: FieldDefinition;
  /** Where a type's values are another type's (`resultOf`): that type, under the definition's own name and computation. */
  readonly type: FieldType;
  /** The definition's settings over the type's defaults; shared options are filled in. */
  readonly settings: object;
  /** Evaluates the default; absent when the field has none. */
  readonly defaultValue?: CompiledExpression;
  /** Evaluates the value of a type computed by an expression; absent for all others. */
  readonly computation?: CompiledExpression;
  /** Paths through relations that the computation reads, each of at least two names; absent: none. */
  readonly relatedPaths?: readonly (readonly string[])[];
  /** The definition's conditions, compiled; absent where it has none (`records/field-conditions.ts`). */
  readonly requiredIf?: CompiledExpression;
  readonly readOnlyIf?: CompiledExpression;
  readonly visibleIf?: CompiledExpression;
  /** Present while values from before a change of type are kept. */
  readonly conversion?: StoredConversion;
}

export interface PipelineModel {
  readonly definition: PipelineDefinition;
  readonly stageField: FieldModel;
  readonly stages: ReadonlyMap<string, PipelineDefinition["stages"][number]>;
  readonly transitions: readonly TransitionModel[];
}

export interface TransitionModel {
  readonly definition: TransitionDefinition;
  /** Null: it has none. */
  readonly condition: CompiledExpression | null;
  /** What the move sets, in the order of the definition. */
  readonly set: readonly { readonly field: FieldModel; readonly expression: CompiledExpression }[];
}

export interface CompiledRule {
  readonly definition: RuleDefinition;
  readonly condition: CompiledExpression;
}

/** A duplicate rule with its fields. */
export interface DuplicateRuleModel {
  readonly id: string;
  readonly definition: DuplicateRuleDefinition;
  readonly criteria: readonly CriterionModel[];
}

export interface CriterionModel extends Omit<DuplicateCriterion, "field"> {
  readonly field: FieldModel;
  /** Whether records are looked up by it. */
  readonly keyed: boolean;
}

/** A type-checked CEL expression; evaluation never throws. */
export interface CompiledExpression {
  readonly source: string;
  /** API names of the fields of `record` it reads. */
  readonly dependencies: readonly string[];
  /** CEL type of its result, as the checker sees it. */
  readonly resultType?: string;
  /** Paths through relations that it reads, each of at least two names; absent: none. */
  readonly relatedPaths?: readonly (readonly string[])[];
  evaluate(variables: ExpressionVariables): Result<Json>;
}

export interface ExpressionVariables {
  /** Values by API name, JSON as in the API; the engine converts them to CEL values. */
  readonly record: JsonObject;
  readonly before?: JsonObject;
  /** Values of related records by path, `account.industry`; what is not there counts as absent. */
  readonly related?: JsonObject;
  readonly steps?: Readonly<Record<string, JsonObject>>;
  /** RFC 3339 UTC. */
  readonly now: string;
  /** User id of the one who acts; empty for the system. */
  readonly actor?: string;
}

/** An index definition allocated to a slot of the table (storage.md §4). Field ids, or system field ids from `system-fields.ts`. */
export interface IndexDefinition {
  readonly id: string;
  /** Two characters that begin every key of this definition, never reused within a slot. */
  readonly generation: string;
  /** Slot attribute: `w1`–`w6` wide, `t1`–`t6` thin. */
  readonly slot: string;
  /** Field ids bound by equality, in key order. */
  readonly equal: readonly string[];
  /** Field id the entries are ordered by; null: by record id alone. */
  readonly sort: string | null;
  /** `building`: written, not yet read. */
  readonly state: "building" | "ready";
}

/** Who acts. Made once per request or event. */
export interface Actor {
  readonly kind: "user" | "workflow" | "journey" | "import" | "api" | "system";
  /** User id, or definition id of the automation. */
  readonly id: string;
}

/** A record in the engine: values by field id, in the types' own JSON form. */
export interface StoredRecord extends RecordRef {
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** User id. */
  readonly owner: string;
  /** Since when it is in its stage, RFC 3339 UTC; absent: it has none, or was last moved before its object had a pipeline. */
  readonly stageEnteredAt?: string;
  /** Version of the last write that was more than derived values following others; absent: `version`. */
  readonly editedVersion?: number;
  readonly values: JsonObject;
}

/** A record as the API shows it: values by API name. */
export interface PresentedRecord extends Omit<StoredRecord, "values" | "editedVersion"> {
  /** From when on it is ageing in its stage, RFC 3339 UTC; absent: never. */
  readonly agingFrom?: string;
  readonly values: JsonObject;
}

/** Where a write came from; stored on the item so that the stream can tell (automation.md §2.1). */
export interface Causation {
  /** Command that did it: request id, or run id and step. */
  readonly command: string;
  /** Root command of the chain. */
  readonly correlation: string;
  /** 0 for a person's write; +1 per automation hop; automation stops at 8. */
  readonly depth: number;
  /** Last 8 `definitionId:recordId` on the way here. */
  readonly path: readonly string[];
  readonly actor: Actor;
  /** The transition the write was, when it was one. */
  readonly move?: MoveNote;
  /** Of a deletion that follows another: the record that was deleted itself. */
  readonly follows?: RecordRef;
  /** The merge the write was part of, at the records that became one. */
  readonly merge?: MergeNote;
}

/** What is remembered of records that were made one. */
export interface MergeNote {
  /** Id of the record that stayed. */
  readonly into: string;
  /** The records that went into it, named as then. */
  readonly others: readonly { readonly id: string; readonly name: string }[];
}

/** What is remembered of a move through a pipeline's transition. */
export interface MoveNote {
  /** API name of the transition. */
  readonly transition: string;
  /** As it was named then. */
  readonly label: LocalizedText;
  /** Options of the stage field; `from` is null for a record without a stage. */
  readonly from: string | null;
  readonly to: string;
  /** API names of the checklist items confirmed. */
  readonly checklist: readonly string[];
  /** What the person said about it; absent: nothing. */
  readonly comment?: string;
}

/** What a decided write does to one record; an adapter carries it out without deciding anything more. */
export interface RecordWrite {
  readonly kind: "create" | "update" | "delete" | "restore";
  readonly object: ObjectModel;
  /** The record after the write; for a delete, the last image. */
  readonly record: StoredRecord;
  /** The record before; null at creation. */
  readonly before: StoredRecord | null;
  /** Version that must be stored for the write to happen; null: must not exist. */
  readonly expectedVersion: number | null;
  /** Slot attribute → key, for every ready or building index; null removes the key. */
  readonly slotKeys: Readonly<Record<string, string | null>>;
  readonly claims: readonly UniqueClaim[];
  readonly releases: readonly UniqueClaim[];
  /** Records that must still exist at commit. */
  readonly guards: readonly RecordGuard[];
  /** Field ids whose value changed. */
  readonly changed: readonly string[];
  readonly causation: Causation;
}

/** A record that must still exist, in this version where one is named. */
export interface RecordGuard extends RecordRef {
  readonly version?: number;
}

export interface UniqueClaim {
  readonly object: string;
  /** Id of the unique field's values, or of the combination (`ObjectDefinition.uniques`). */
  readonly fieldId: string;
  /** Text form of the value (FieldType.uniqueKey); of a combination, a JSON list of them. */
  readonly key: string;
  /** Id of the record that hands the value over in the same commit; absent: nobody may have it. */
  readonly from?: string;
}
