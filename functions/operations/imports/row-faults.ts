import { invalid, cellProblem, type CellProblem, type LocalizedText } from "#engine";
import type { CellFault } from "./reading/sheet.ts";

/** Cells of the file that hold no value, as problems of their columns; the row is imported without them. */
export function faultProblems(
  faults: readonly CellFault[],
  headings: readonly string[],
): readonly CellProblem[] {
  return faults.map(({ column, code, value }) => {
    const message = Object.hasOwn(messages, code) ? messages[code] : undefined;
    return cellProblem(headings[column] ?? "", value, invalid("", code, message ?? unreadable));
  });
}

const unreadable: LocalizedText = {
  "zh-CN": "单元格的内容无法读取，未导入。",
  en: "The cell cannot be read; it was left out.",
};

const messages: Readonly<Record<string, LocalizedText>> = {
  error_cell: {
    "zh-CN": "单元格是错误值，未导入。",
    en: "The cell holds an error of the spreadsheet; it was left out.",
  },
  formula_without_value: {
    "zh-CN": "公式没有保存结果；请在表格软件中打开并保存后再导入。",
    en: "The formula was saved without its result; open and save the file in your spreadsheet program.",
  },
  nul_character: {
    "zh-CN": "单元格含有不可见的空字符，未导入。",
    en: "The cell contains NUL characters; it was left out.",
  },
  extra_cell: {
    "zh-CN": "这一行的单元格比表头多，多出的未导入。",
    en: "The row has more cells than there are headings; the rest was left out.",
  },
  cell_too_long: {
    "zh-CN": "单元格的文字太长，未导入。",
    en: "The text of the cell is too long; it was left out.",
  },
};
