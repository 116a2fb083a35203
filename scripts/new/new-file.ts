/** A file that `npm run new` writes. */
export interface NewFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}
