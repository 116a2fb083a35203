import { byFile } from "./by-file.ts";

/** All texts in one language. */
export const messages = byFile(import.meta.glob("./en/*.json", { eager: true, import: "default" }));
