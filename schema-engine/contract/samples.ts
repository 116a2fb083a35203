import type { FieldContext } from "./field-type.ts";
import type { Json } from "./json.ts";
import type { NodeInput, NodeOutcome } from "./node-type.ts";

/** What each field type's `samples.ts` exports: used by laws, playground, seed data and docs. */
export interface FieldTypeSamples {
  /** Settings under which `good` and `bad` are meant; the first is the plainest. */
  readonly cases: readonly {
    readonly settings: object;
    /** Valid JSON values, at least three, with edge cases; in ascending index order where the type has an index. */
    readonly good: readonly Json[];
    /** JSON values that `check` and `valueSchema` must both refuse. */
    readonly bad: readonly Json[];
    /** Spreadsheet cells with the value they must parse to. */
    readonly cells?: readonly { readonly text: string; readonly value: Json }[];
    /** Cells that must not parse. */
    readonly badCells?: readonly string[];
  }[];
  readonly badSettings?: readonly Json[];
  readonly context?: Partial<FieldContext>;
}

/** What each node type's `samples.ts` exports. */
export interface NodeTypeSamples {
  readonly cases: readonly {
    readonly name: string;
    readonly settings: object;
    readonly input: NodeInput;
    readonly outcome: NodeOutcome;
  }[];
  readonly badSettings: readonly Json[];
}
