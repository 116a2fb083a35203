// Written by `npm run generate`; do not edit.
import type { NodeType } from "../contract/node-type.ts";

/** Every node type, ordered by name. */
export const nodeTypes: readonly NodeType[] = [
];
