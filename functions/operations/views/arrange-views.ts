import { failure, success, validateSchema, type JsonSchema, type Result } from "#engine";
import type { ViewPreferences, ViewStore } from "../../ports/view-store.ts";
import type { Caller } from "../access/caller.ts";

const key: JsonSchema = { type: "string", minLength: 1, maxLength: 130 };

/** JSON Schema of how a person arranges views. */
export const preferencesSchema: JsonSchema = {
  type: "object",
  properties: {
    favourites: { type: "array", items: key, maxItems: 100, uniqueItems: true },
    order: {
      type: "object",
      maxProperties: 500,
      additionalProperties: { type: "array", items: key, maxItems: 400, uniqueItems: true },
    },
  },
  required: ["favourites", "order"],
  additionalProperties: false,
};

/** Replaces the caller's favourites and the order of their views. */
export async function arrangeViews(
  ports: { readonly viewStore: ViewStore },
  caller: Caller,
  body: unknown,
): Promise<Result<ViewPreferences>> {
  const problems = validateSchema(preferencesSchema, body);
  if (problems.length > 0) return failure(...problems);
  const preferences = body as ViewPreferences;
  await ports.viewStore.putPreferences(caller.workspace, caller.user.id, preferences);
  return success(preferences);
}
