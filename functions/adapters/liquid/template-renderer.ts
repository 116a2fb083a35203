import { Liquid } from "liquidjs";
import type { TemplateRenderer } from "../../ports/mailer.ts";

const limits = { parseLimit: 200_000, renderLimit: 1_000, memoryLimit: 10_000_000 };
/** Templates include no other: nothing is read from a disk. */
const noFiles = { templates: {} };
const html = new Liquid({ ownPropertyOnly: true, outputEscape: "escape", ...limits, ...noFiles });
const plain = new Liquid({ ownPropertyOnly: true, ...limits, ...noFiles });

/** Liquid without files, prototypes or unbounded loops. */
export const templateRenderer: TemplateRenderer = {
  render: (template, values, escape) =>
    (escape ? html : plain).parseAndRender(template, { ...values }) as Promise<string>,
};
