import { invalid, type Problem } from "../problem.ts";

/** Problems for each element whose API name was used before in the same list, compared without case. */
export function duplicateNames(
  listPointer: string,
  elements: readonly { readonly apiName: string }[],
): readonly Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  elements.forEach(({ apiName }, at) => {
    const key = apiName.toLowerCase();
    if (seen.has(key)) {
      problems.push(
        invalid(`${listPointer}/${at}/apiName`, "duplicate_name", {
          "zh-CN": `名称“${apiName}”已被使用，请换一个。`,
          en: `The name “${apiName}” is used already; choose another one.`,
        }),
      );
    }
    seen.add(key);
  });
  return problems;
}
