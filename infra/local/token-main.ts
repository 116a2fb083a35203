import { main } from "./token.ts";

await main();
