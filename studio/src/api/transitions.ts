import type { JsonObject, LocalizedText } from "#engine";
import type { RecordAnswer } from "./answers.ts";
import { call, get } from "./http.ts";

/** A transition from the stage a record is in, as the caller may use it. */
export interface OfferedMove {
  readonly name: string;
  readonly label: LocalizedText;
  readonly to: string;
  readonly toLabel: LocalizedText;
  readonly open: boolean;
  /** Why it is closed, in the caller's language. */
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  /** API names of fields that must have a value afterwards. */
  readonly requiredFields: readonly string[];
  readonly checklist: readonly {
    readonly apiName: string;
    readonly label: LocalizedText;
    readonly required?: boolean;
  }[];
  readonly automaticAfter: string | null;
}

/** `GET …/transitions`. */
export interface StagePosition {
  /** API name; null: the record goes through none. */
  readonly pipeline: string | null;
  readonly strict?: boolean;
  readonly stage?: string | null;
  readonly version: number;
  readonly stageEnteredAt?: string;
  readonly agingFrom?: string;
  readonly moves: readonly OfferedMove[];
  /** Stages it may be put into without a transition. */
  readonly free: readonly string[];
}

interface Target {
  readonly object: string;
  readonly id: string;
}

/** Where a record stands and may go. */
export function readTransitions(target: Target, signal?: AbortSignal): Promise<StagePosition> {
  return get<StagePosition>(`${pathOf(target)}/transitions`, {}, signal);
}

/** Takes a transition from the version seen; 412 when the record moved. */
export async function takeTransition(
  target: Target & { readonly version: number },
  name: string,
  body: {
    readonly values: JsonObject;
    readonly checklist: Readonly<Record<string, boolean>>;
    readonly comment?: string;
  },
): Promise<RecordAnswer> {
  const answer = await call<RecordAnswer>(`${pathOf(target)}/transitions/${name}`, {
    method: "POST",
    body,
    headers: { "If-Match": `"${String(target.version)}"` },
  });
  return answer.body;
}

function pathOf({ object, id }: Target): string {
  return `/objects/${object}/records/${encodeURIComponent(id)}`;
}
