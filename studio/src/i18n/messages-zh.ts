import { byFile } from "./by-file.ts";

/** All texts in one language. */
export const messages = byFile(import.meta.glob("./zh-CN/*.json", { eager: true, import: "default" }));
