/** The only door to the engine: what functions, studio, infra and tests may use. */
export * from "./contract/json.ts";
export * from "./contract/problem.ts";
export * from "./contract/field-type.ts";
export * from "./contract/node-type.ts";
export * from "./contract/model.ts";
export * from "./contract/envelope.ts";
export * from "./contract/limits.ts";
export * from "./contract/query.ts";
export * from "./contract/system-fields.ts";
export * from "./contract/metadata/kind.ts";
export * from "./contract/metadata/registry.ts";
export {
  fieldConditionNames,
  type FieldConditionName,
  type FieldDefinition,
  type ObjectDefinition,
  type RecordTypeDefinition,
  type UniqueCombination,
  type CompositeIndex,
} from "./contract/metadata/object.ts";
export { type OptionSetDefinition } from "./contract/metadata/option-set.ts";
export type {
  LayoutDefinition,
  LayoutSection,
  LayoutTab,
  RelatedListDefinition,
} from "./contract/metadata/layout.ts";
export type { AppDefinition } from "./contract/metadata/app.ts";
export type { NodeDefinition } from "./contract/metadata/flow.ts";
export type {
  PipelineDefinition,
  StageDefinition,
  TransitionDefinition,
} from "./contract/metadata/pipeline.ts";
export type { RuleDefinition } from "./contract/metadata/rule.ts";
export type { ViewDefinition } from "./contract/metadata/view.ts";
export type { RoleDefinition, ObjectPermission, Capability } from "./contract/metadata/role.ts";
export { capabilities } from "./contract/metadata/role.ts";
export type { TemplateDefinition } from "./contract/metadata/template.ts";
export type { WorkflowDefinition } from "./contract/metadata/workflow.ts";
export type { JourneyDefinition } from "./contract/metadata/journey.ts";
export {
  comparisons,
  type Comparison,
  type DuplicateCriterion,
  type DuplicateRuleDefinition,
} from "./contract/metadata/duplicate-rule.ts";
export { matchKeys, matchShape, shortHash } from "./cleansing/match-keys.ts";
export { isMergeable, mergedValues, mergedWrite, type MergeRequest } from "./cleansing/decide-merge.ts";
export { caseSteps, normalizationSteps, type NormalizationStep } from "./contract/metadata/normalization.ts";
export { normalizedValues, normalizeText } from "./records/normalize.ts";
export { draftValues } from "./cleansing/draft-values.ts";
export { scorePair, type Likelihood, type LikenessReason } from "./cleansing/score.ts";
export * from "./evolve/assign-ids.ts";
export * from "./evolve/candidate.ts";
export * from "./evolve/compare.ts";
export type { Dependent, Element } from "./evolve/references.ts";
export { placeNewFields } from "./evolve/place-fields.ts";
export type { AutomaticEdit } from "./evolve/follow-renames.ts";
export type { KeptValues, SettledStorage } from "./evolve/settle-storage.ts";
export { removeMentions, type RemovedMentions } from "./evolve/remove-mentions.ts";
export { valueKey } from "./evolve/settle-storage.ts";
export { effectOf } from "./evolve/effects.ts";
export type { ChangeEffect, Judged, Look } from "./evolve/effect.ts";
export { isSameFinding, judgeRecord, type Finding } from "./evolve/judge.ts";
export { mergeDocuments, type MergeConflict, type MergedDocument } from "./evolve/merge.ts";
export { convertValue, type TypedAs } from "./evolve/convert-value.ts";
export { conversionFailure, keptKey, readStored } from "./evolve/stored-form.ts";
export * from "./imports/guess-mapping.ts";
export * from "./imports/link-targets.ts";
export * from "./imports/mapping.ts";
export * from "./imports/read-row.ts";
export {
  accessOf,
  needsTeammates,
  objectAccess,
  systemAccess,
  type Access,
  type AccessUser,
  type ObjectAccess,
  type RecordScope,
  type ScopeName,
} from "./access/decide.ts";
export { explainAccess, type AccessQuestion, type Explanation, type Reason } from "./access/explain.ts";
export type { FieldLevel } from "./access/levels.ts";
export {
  grouping,
  measureName,
  type GroupedRecords,
  type Grouping,
  type Measure,
} from "./query/group-records.ts";
export { fitsGroupKey, readGroupKey, type GroupKey } from "./query/group-key.ts";
export { cellsFor, groupCells, type CellQuestion } from "./query/group-cells.ts";
export {
  cellKeys,
  countedDimensions,
  countedShape,
  dimensionValue,
  fillCells,
  filledFields,
  FIRST_FILL_CELL,
  unitsOf,
} from "./query/counted-dimensions.ts";
export { fieldTypes } from "./field-types/registry.ts";
export { nodeTypes } from "./node-types/registry.ts";
export * from "./types.ts";
export * from "./step-types.ts";
export { checkDocument } from "./compile/check-document.ts";
export { validateSchema } from "./compile/validate-schema.ts";
export { appsFor, visibleApp } from "./compile/apps.ts";
export { holdsDates, pointsAt } from "./compile/check-layouts.ts";
export { joinsOf, joinIn, type Join, type JoinedObject } from "./compile/joins.ts";
export {
  defaultLayout,
  layoutFor,
  layoutVariants,
  type LayoutObject,
  type LayoutRequest,
  type LayoutVariant,
} from "./compile/layout.ts";
export { fieldsIn, visibleView, type HiddenInView } from "./compile/visible-view.ts";
export { uiSchemaOf, visibleLayout, type LayoutSight } from "./compile/ui-schema.ts";
export { recordSchema, type RecordForm } from "./compile/record-schema.ts";
export { holdsText, replaceText, type TextReplacement } from "./records/replace-text.ts";
export { decideRevert, revertedReferences, type RevertRequest } from "./records/decide-revert.ts";
export { decideRefresh, type RefreshRequest } from "./records/decide-refresh.ts";
export { masterField, treeFields, MOST_LEVELS } from "./records/relation-rules.ts";
export {
  inputsOf,
  stepsFrom,
  summaryOf,
  targetOf,
  type WayObject,
  type WayObjects,
} from "./rules/field-inputs.ts";
export { compileFormula, type PathSteps } from "./rules/related-paths.ts";
export { decideWrite } from "./records/decide-write.ts";
export type { TransitionUse, WriteRequest } from "./records/write-request.ts";
export {
  decideDelete,
  decideRestore,
  type DeleteRequest,
  type RestoreRequest,
} from "./records/decide-delete.ts";
export { isStaleFor } from "./records/edited-version.ts";
export { roleDifferences, type RightDifference } from "./evolve/role-differences.ts";
export { presentName, presentRecord } from "./records/present.ts";
export {
  automaticMoves,
  offeredMoves,
  type OfferedMove,
  type StagePosition,
} from "./records/offered-moves.ts";
export { agingFrom, pipelineOf, stageOf } from "./records/pipeline-of.ts";
export { relatedPathsOf } from "./records/related-paths-of.ts";
export { writeNeeds, type WriteNeeds } from "./records/write-needs.ts";
export { addedFiles, filesOf, offeredFile } from "./records/check-files.ts";
export { clearValues, withSealed, type ClearValue } from "./records/sealed-values.ts";
export { extensionsOf, identifyFile, kindOfName, type FileKind } from "./shared/file-kinds.ts";
export { attachmentHeader, cleanFileName } from "./shared/file-name.ts";
export { imageSize, type ImageSize } from "./shared/image-size.ts";
export { readStrokes, writeStrokes, type StrokePoint } from "./shared/strokes.ts";
export { byApiName, valueOf } from "./records/values.ts";
export { type RecordTypesOf, type TypedField } from "./records/record-types.ts";
export { choosersOf, codesIn, offeredChoices, type ChoosingObject } from "./records/offered-choices.ts";
export {
  fieldState,
  type ConditionedField,
  type FieldConditions,
  type FieldState,
} from "./records/field-conditions.ts";
export { canCombine, combinationId, uniqueClaimsOf } from "./records/effects-of-write.ts";
export { compileExpression } from "./rules/expression.ts";
export { conformanceSuite } from "./conformance/suite.ts";
export type { CaseMove, ConformanceCase, ConformanceRequest } from "./conformance/records.ts";
export { functionHelp, type FunctionHelp } from "./rules/functions/catalogue.ts";
export { environmentOf } from "./rules/environment.ts";
export type { ExpressionEnvironment } from "./rules/expression-environment.ts";
export * from "./shared/json-pointer.ts";
export * from "./shared/calendar.ts";
export { choiceColors } from "./shared/choice-settings.ts";
export { bilingual } from "./shared/locale.ts";
export { type Money } from "./shared/money.ts";
export { compareUtf8, utf8Length } from "./shared/utf8-order.ts";
export { Decimal, exactNumber } from "./shared/decimal.ts";
export { parseRichText, type RichBlock, type RichInline } from "./shared/rich-text.ts";
export { addressLabels, addressParts, showAddress, type Address } from "./shared/address.ts";
export { readNumber } from "./shared/grouped-number.ts";
export { allocateIndexes } from "./query/allocate-indexes.ts";
export { slotKeys } from "./query/index-keys.ts";
export { resolveFilter } from "./query/resolve-filter.ts";
export { matchesFilter, pageReader } from "./query/match.ts";
export { needsIndex } from "./query/needs-index.ts";
export { parseFilter } from "./query/parse-filter.ts";
export { relativeDays } from "./query/relative-dates.ts";
export { orderOf, planChoices, planQuery, type Planning, type PlanRequest } from "./query/plan.ts";
export { readsOnlyEntries } from "./query/reads-only-entries.ts";
export { fieldNameById } from "./query/query-field.ts";
export { isSearched, searchCost, searchTexts, searchTokens, type SearchCost } from "./search/entries.ts";
export { searchRanges, searchSnippet, type TextRange } from "./search/highlight.ts";
export { firstToken, matchSearch, type SearchMatch } from "./search/match.ts";
export {
  readSearch,
  MOST_SEARCH_WORDS,
  SEARCH_TEXT_LENGTH,
  type SearchQuestion,
  type SearchReading,
  type SearchWord,
} from "./search/question.ts";
export { compileFlow, snapshotOf, type CompiledFlow, type FlowDocument } from "./runs/compile-flow.ts";
export { advance, type AdvanceRequest } from "./runs/advance.ts";
export { matchFlow, MOST_HOPS, type Match } from "./runs/match.ts";
export { startRun, type RunOrigin } from "./runs/start.ts";
export { endRun, noteEngagement } from "./runs/engagement.ts";
export {
  isOpen,
  type Advance,
  type KeyedEffect,
  type RunState,
  type RunStatus,
  type StepTrace,
} from "./runs/state.ts";
export { holds, type StepValue, type StepValues } from "./shared/step-value.ts";
