import { composeSweepFiles } from "../compose/sweep-files.ts";
import { sweepFiles } from "../operations/files/sweep-files.ts";

const ports = composeSweepFiles();

/** Removes uploads that no record took up, and files of records that are gone. */
export const handler = (): Promise<void> => sweepFiles(ports);
