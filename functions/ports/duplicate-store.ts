/** Two records that a rule found alike; `first` is the one with the smaller id, so the older one. */
export interface DuplicatePair {
  readonly first: string;
  readonly second: string;
  /** Id of the rule. */
  readonly rule: string;
  /** 0–100, when it was found. */
  readonly score: number;
}

/** Pairs of an object's records to be looked at, and those somebody said are different. */
export interface DuplicateStore {
  /** Adds pairs or gives them a newer score; pairs that were dismissed stay so. */
  put(workspace: string, objectId: string, pairs: readonly DuplicatePair[]): Promise<void>;
  /** Pairs not dismissed in the order of both ids, at most `limit`; `after` continues, null at the end. */
  page(
    workspace: string,
    objectId: string,
    request: { readonly after: string | null; readonly limit: number },
  ): Promise<{ readonly pairs: readonly DuplicatePair[]; readonly after: string | null }>;
  /** Remembers that two records are different; whether they were found before or not. */
  dismiss(
    workspace: string,
    objectId: string,
    request: { readonly pairs: readonly PairName[]; readonly by: string; readonly at: string },
  ): Promise<void>;
  /** Which of the pairs were dismissed, as `pairText` names them. */
  dismissed(workspace: string, objectId: string, pairs: readonly PairName[]): Promise<ReadonlySet<string>>;
}

export type PairName = Pick<DuplicatePair, "first" | "second">;
