import { basename, dirname } from "node:path";
import { banSyntax } from "./ban-syntax.js";

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const pascal = /^[A-Z][A-Za-z0-9]*$/;
const vague = /(^|-)(utils?|helpers?|managers?|services?|commons?|misc|stuff)$/;

/** What is wrong with a file's name, or undefined when it is right. */
export function nameProblem(file) {
  const base = basename(file);
  const stem = base.replace(/^\./, "").replace(/\.[^.]+$/, "");
  if (base.endsWith(".vue")) return pascal.test(stem) ? undefined : `${base}: a .vue file is PascalCase.`;
  if (!kebab.test(stem)) return `${base}: file names are kebab-case.`;
  const first = stem.split(".")[0] ?? stem;
  if (vague.test(first))
    return `${base}: name the thing; utils, helpers, manager, service, common say nothing.`;
  const folder = basename(dirname(file));
  return /^(utils?|helpers?|managers?|services|commons?)$/.test(folder)
    ? `${folder}/: name the thing; a folder of leftovers is found by nobody.`
    : undefined;
}

/** Kebab-case files, PascalCase components, no name that says nothing. */
export const fileName = {
  meta: { type: "problem", docs: { description: "file names say what is inside" }, schema: [] },
  create(context) {
    return {
      Program(node) {
        const message = nameProblem(context.filename);
        if (message) context.report({ node, message });
      },
    };
  },
};

/** `default` only as the export of a plug-in folder's index.ts (the configuration leaves those out). */
export const noDefaultExport = banSyntax("exports have names", [
  {
    selector: "ExportDefaultDeclaration",
    message: "Exports have names; default is for a plug-in folder's index.ts.",
  },
  { selector: "ExportSpecifier[exported.name='default']", message: "Exports have names." },
]);

/** `export *` hides where a name comes from and knots imports into cycles. */
export const noBarrel = banSyntax("no barrels", [
  {
    selector: "ExportAllDeclaration",
    message: "No barrels: export the names one by one, from the one door.",
  },
]);
