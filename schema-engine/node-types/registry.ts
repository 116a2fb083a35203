// Written by `npm run generate`; do not edit.
import type { NodeType } from "../contract/node-type.ts";
import branchNode from "./branch/index.ts";
import createRecordNode from "./create-record/index.ts";
import enrolledNode from "./enrolled/index.ts";
import notifyNode from "./notify/index.ts";
import recordSavedNode from "./record-saved/index.ts";
import sendEmailNode from "./send-email/index.ts";
import updateRecordNode from "./update-record/index.ts";
import waitNode from "./wait/index.ts";

/** Every node type, ordered by name. */
export const nodeTypes: readonly NodeType[] = [
  branchNode,
  createRecordNode,
  enrolledNode,
  notifyNode,
  recordSavedNode,
  sendEmailNode,
  updateRecordNode,
  waitNode,
];
