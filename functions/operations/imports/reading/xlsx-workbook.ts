import { SheetFault } from "./sheet.ts";
import { readXml } from "./xml-events.ts";
import { broken } from "./zip-directory.ts";

/** A part of the workbook by its name; null: there is none. */
export type PartReader = (name: string) => Iterable<string> | null;

/** The sheets of a workbook and how its dates count. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  /** Days count from 1904 rather than 1900 (ECMA-376 §18.2.28). */
  readonly from1904: boolean;
}

const MOST_SHEETS = 200;

/** Reads which sheets there are; hidden ones are left out. */
export function readWorkbook(part: PartReader): Workbook {
  const pieces = part("xl/workbook.xml");
  if (!pieces) throw broken();
  const found: { readonly name: string; readonly link: string }[] = [];
  let from1904 = false;
  readXml(pieces, {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = isTrue(attributes["date1904"]);
      if (name === "sheet" && (attributes["state"] ?? "visible") === "visible") {
        found.push({ name: attributes["name"] ?? "", link: linkOf(attributes) });
        if (found.length > MOST_SHEETS) throw tooManySheets();
      }
    },
  });
  const parts = readLinks(part);
  const sheets = found.flatMap(({ name, link }) => {
    const target = parts.get(link);
    return target === undefined ? [] : [{ name, part: target }];
  });
  return { sheets, from1904 };
}

export function isTrue(text: string | undefined): boolean {
  return text === "1" || text === "true";
}

function linkOf(attributes: Readonly<Record<string, string>>): string {
  const found = Object.entries(attributes).find(([name]) => name.endsWith(":id"));
  return found?.[1] ?? "";
}

/** Parts by the ids under which the workbook names them. */
function readLinks(part: PartReader): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  const pieces = part("xl/_rels/workbook.xml.rels");
  if (!pieces) throw broken();
  readXml(pieces, {
    open(name, attributes) {
      if (name !== "Relationship" || attributes["TargetMode"] === "External") return;
      const target = attributes["Target"] ?? "";
      links.set(attributes["Id"] ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    },
  });
  return links;
}

function tooManySheets(): SheetFault {
  return new SheetFault("workbook_too_large", {
    "zh-CN": `工作簿超过 ${MOST_SHEETS} 张工作表。`,
    en: `The workbook has more than ${MOST_SHEETS} sheets.`,
  });
}
