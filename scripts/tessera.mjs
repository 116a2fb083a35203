#!/usr/bin/env node
/** `npx tessera pull|diff|plan|apply|verify`: the command line over the HTTP interface. */
import { register } from "tsx/esm/api";

register();
const { main } = await import("./tessera/main.ts");
process.exitCode = await main(process.argv.slice(2), process.env);
