import { unmarshall } from "@aws-sdk/util-dynamodb";

type Item = Readonly<Record<string, unknown>>;

/** The item that made a conditional write fail, undefined when there is none; null: another error. */
export function conditionFailure(error: unknown): Item | undefined | null {
  const { name, Item: item } = error as { readonly name?: string; readonly Item?: unknown };
  return name === "ConditionalCheckFailedException" ? plainItem(item) : null;
}

/** Whether a transaction did not take place because a condition in it was not met. */
export function conditionsFailed(error: unknown): boolean {
  const { name, CancellationReasons: reasons = [] } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  return (
    name === "TransactionCanceledException" && reasons.some((one) => one.Code === "ConditionalCheckFailed")
  );
}

/** An item of an error in plain JavaScript; the document client leaves errors as they came. */
export function plainItem(item: unknown): Item | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const pk = (item as Item)["pk"];
  return typeof pk === "string" ? (item as Item) : unmarshall(item as Parameters<typeof unmarshall>[0]);
}
