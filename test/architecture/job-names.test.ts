import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kinds } from "#functions/operations/jobs/kinds.ts";

it.each(["zh-CN", "en"])("every kind of background job has a name in %s", (locale) => {
  const file = new URL(`../../studio/src/i18n/${locale}/jobs.json`, import.meta.url);
  const { kind } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly kind: Readonly<Record<string, string>>;
  };
  const nameless = Object.keys(kinds).filter((one) => !kind[one.replaceAll("-", "_")]);
  expect(nameless).toEqual([]);
});
