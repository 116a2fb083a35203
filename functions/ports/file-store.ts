/** Where and how a browser sends a file; good for this file only, for a few minutes. */
export interface UploadAddress {
  readonly method: "PUT";
  readonly url: string;
  /** Headers that must be sent exactly so; size, kind and freshness are under the address's signature. */
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 3339 UTC. */
  readonly expiresAt: string;
}

/** The beginning of a stored file. */
export interface FileHead {
  /** Bytes of the whole file. */
  readonly size: number;
  readonly head: Uint8Array;
}

/** Contents of files, under random keys. */
export interface FileStore {
  /** An address that takes one file of exactly this size and kind under a key that is free. */
  uploadAddress(key: string, file: { readonly size: number; readonly type: string }): Promise<UploadAddress>;
  /** A short-lived address that downloads the file: as an attachment of this name, with this media type. */
  downloadAddress(
    key: string,
    file: { readonly disposition: string; readonly type: string },
  ): Promise<{ readonly url: string; readonly expiresAt: string }>;
  /** The first bytes, at most so many; null when nothing is stored under the key. */
  head(key: string, bytes: number): Promise<FileHead | null>;
  /** The content from a place on, at most `length` bytes (absent: to the end); null when nothing is stored under the key. */
  read(
    key: string,
    part?: { readonly from: number; readonly length: number },
  ): Promise<AsyncIterable<Uint8Array> | null>;
  /** Stores a content of exactly this size, whatever was there. */
  write(
    key: string,
    content: { readonly size: number; readonly type: string; readonly chunks: AsyncIterable<Uint8Array> },
  ): Promise<void>;
  /** Removes a file; one that is not there is no error. */
  remove(key: string): Promise<void>;
}
