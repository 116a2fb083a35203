import type { FieldType } from "../contract/field-type.ts";
import type { NodeType } from "../contract/node-type.ts";

/** What the compiler asks about types it does not know itself; bound once by the engine's door. */
export interface Registries {
  fieldType(name: string): FieldType | undefined;
  nodeType(name: string): NodeType | undefined;
}
