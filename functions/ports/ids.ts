/** The only source of identity and chance. */
export interface Ids {
  /** A ULID (26 characters, Crockford base32), monotonic within the process. */
  ulid(): string;
  /** A metadata element's id: 4 lower-case base32 characters, a letter first; the caller checks that it is free. */
  element(): string;
  /** 192 bits nobody can guess, base64url: 32 characters. */
  secret(): string;
}
