/** Looks for malware in a stored file. */
export interface Scanner {
  /** `pending`: not looked into yet, ask again. `head` is the beginning of the file, as far as it was read. */
  scan(file: { readonly key: string; readonly head: Uint8Array }): Promise<"clean" | "infected" | "pending">;
}
