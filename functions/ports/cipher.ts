/** What a sealed text belongs to; it opens only where all of it is the same. */
export interface SealedPlace {
  readonly workspace: string;
  /** Ids of object, field (the key of its values) and record. */
  readonly object: string;
  readonly field: string;
  readonly record: string;
}

/** Envelope encryption: texts under data keys, data keys under a key that never leaves its keeper. */
export interface Cipher {
  /** Ciphertext with all that is needed to open it, printable. */
  seal(place: SealedPlace, text: string): Promise<string>;
  /** The clear text; throws when the place is another or the ciphertext was touched. */
  open(place: SealedPlace, sealed: string): Promise<string>;
}
