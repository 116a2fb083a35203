import type { LocalizedText } from "#engine";

/** What may be wrong with a workspace (reliability.md §2.2). */
export type FindingKind =
  | "index_keys"
  | "unique_claim"
  | "derived"
  | "posting_missing"
  | "posting_left"
  | "counter"
  | "reference_missing"
  | "history_gap"
  | "invalid_value"
  | "metadata";

export interface Finding {
  readonly kind: FindingKind;
  /** API name of the object; empty where it is about none. */
  readonly object: string;
  /** Id of the record, or what else it is about. */
  readonly id: string;
  /** What exactly, for an engineer. */
  readonly detail: string;
}

/** A record that was right by an earlier rule; no error. */
export interface OlderThanRule {
  readonly object: string;
  readonly id: string;
  readonly code: string;
  readonly field: string;
}

export interface VerifyReport {
  readonly version: number;
  readonly records: number;
  readonly findings: readonly Finding[];
  readonly olderThanRule: readonly OlderThanRule[];
  /** Changes that the stream's consumer has not worked on yet; counters may lag by them. */
  readonly pending: number;
}

/** What a person reads about a finding. */
export const findingTexts: Readonly<Record<FindingKind, LocalizedText>> = {
  index_keys: { "zh-CN": "索引键与记录不一致。", en: "The index keys differ from the record." },
  unique_claim: { "zh-CN": "唯一值没有登记在此记录名下。", en: "The record does not hold its unique value." },
  derived: { "zh-CN": "派生数据与记录不一致。", en: "What is derived differs from the record." },
  posting_missing: { "zh-CN": "搜索条目缺失。", en: "A search posting is missing." },
  posting_left: { "zh-CN": "多余的搜索条目。", en: "A search posting is left over." },
  counter: { "zh-CN": "计数与重新统计的结果不同。", en: "A counter differs from the recount." },
  reference_missing: { "zh-CN": "引用的记录不存在。", en: "A record referred to does not exist." },
  history_gap: { "zh-CN": "历史版本不连续。", en: "The history has a gap." },
  invalid_value: { "zh-CN": "值不符合字段的类型。", en: "A value is not one of its field's type." },
  metadata: { "zh-CN": "元数据不完整。", en: "The metadata is not complete." },
};
