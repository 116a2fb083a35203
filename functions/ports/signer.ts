/** Keyed authentication of opaque texts (cursors, public links), HMAC-SHA-256 under a key derived per purpose. */
export interface Signer {
  /** base64url of the first 128 bits. */
  sign(purpose: string, text: string): string;
  /** Constant-time comparison. */
  verify(purpose: string, text: string, signature: string): boolean;
}
