import { SaxesParser, type SaxesTagPlain } from "saxes";
import { broken } from "./zip-directory.ts";
import { SheetFault } from "./sheet.ts";

/** What is done with the parts of an XML text. */
export interface XmlEvents {
  /** Names are given without prefix. */
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** A reader of XML in pieces. A document type is refused, so entities are the five of XML and nothing is fetched. */
export function xmlReader(events: XmlEvents): (piece: string) => void {
  const parser = new SaxesParser();
  parser.on("doctype", () => {
    throw new SheetFault("unsafe_workbook", {
      "zh-CN": "工作簿的 XML 含有文档类型声明（DTD），未读取。",
      en: "The XML of the workbook declares a document type (DTD); it was not read.",
    });
  });
  parser.on("error", () => {
    throw broken();
  });
  const { open, close, text } = events;
  if (open) parser.on("opentag", (tag: SaxesTagPlain) => open(localName(tag.name), tag.attributes));
  if (close) parser.on("closetag", (tag: SaxesTagPlain) => close(localName(tag.name)));
  if (text) {
    parser.on("text", text);
    parser.on("cdata", text);
  }
  return (piece) => parser.write(piece);
}

/** Reads a whole part. */
export function readXml(pieces: Iterable<string>, events: XmlEvents): void {
  const write = xmlReader(events);
  for (const piece of pieces) write(piece);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
