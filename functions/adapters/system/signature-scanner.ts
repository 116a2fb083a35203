import type { Scanner } from "../../ports/scanner.ts";

/** The industry's harmless test file (EICAR), in two parts so that no scanner takes this source for it. */
const TEST_FILE = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** Knows one signature, the test file's: shows on any machine what happens to an infected file. */
export function createSignatureScanner(): Scanner {
  return {
    scan: ({ head }) =>
      Promise.resolve(Buffer.from(head).includes(TEST_FILE, 0, "latin1") ? "infected" : "clean"),
  };
}
