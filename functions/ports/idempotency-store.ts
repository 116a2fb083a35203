/** First answers to `Idempotency-Key`s, kept 24 hours. */
export interface IdempotencyStore {
  /** Claims the key; the stored answer when it was used before, `inProgress` while the first is under way. */
  begin(
    workspace: string,
    claim: { readonly key: string; readonly fingerprint: string; readonly now: Date },
  ): Promise<
    | { readonly state: "claimed" }
    | { readonly state: "inProgress" }
    | { readonly state: "otherBody" }
    | { readonly state: "done"; readonly answer: StoredAnswer }
  >;
  finish(workspace: string, key: string, answer: StoredAnswer): Promise<void>;
  /** Frees a claim whose request failed before it wrote anything. */
  release(workspace: string, key: string): Promise<void>;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
