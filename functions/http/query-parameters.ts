import { failure, success, type Result } from "#engine";
import { badParameter } from "./problems.ts";

/** `?limit=` as an integer within bounds. */
export function limitOf(
  query: ReadonlyMap<string, string>,
  bounds: { readonly fallback: number; readonly most: number },
): Result<number> {
  const text = query.get("limit");
  if (text === undefined) return success(bounds.fallback);
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= bounds.most) return success(value);
  const { most } = bounds;
  return failure(
    badParameter("limit", {
      "zh-CN": `应为 1–${most} 的整数。`,
      en: `an integer from 1 to ${most} is expected.`,
    }),
  );
}
