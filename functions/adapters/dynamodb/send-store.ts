import { createHash } from "node:crypto";
import { GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { EventEnvelope } from "#engine";
import type { ClaimOutcome, SendRecord, SendStore } from "../../ports/send-store.ts";
import { withRetries, type Table } from "./client.ts";
import { consentKey, sendKey, suppressionKey } from "./keys-automation.ts";
import { outboxItem } from "./outbox-item.ts";
import type { TransactItem } from "./transaction.ts";

/** Mails with consent and suppression in the table; addresses are kept as hashes where they outlive the contact. */
export function createSendStore(table: Table): SendStore {
  const { client, name: TableName } = table;
  return {
    async get(workspace, id) {
      const Key = sendKey(workspace, id);
      const found = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return (found.Item as SendRecord | undefined) ?? null;
    },
    claim: (workspace, send, at) => claim(table, workspace, { send, at }),
    settle(workspace, { id, from, to, patch = {}, outbox }) {
      const values = { ...patch, state: to };
      const states = Object.fromEntries(from.map((one, at) => [`:f${at}`, one]));
      const update = assignments(values);
      const Update = {
        TableName,
        Key: sendKey(workspace, id),
        UpdateExpression: update.expression,
        ConditionExpression: `#state IN (${Object.keys(states).join(", ")})`,
        ExpressionAttributeNames: { ...update.names, "#state": "state" },
        ExpressionAttributeValues: { ...update.values, ...states },
      };
      return attempt(table, [{ Update }, ...outboxItems(TableName, workspace, outbox)]);
    },
    async note(workspace, { id, name, at, outbox }) {
      const send = await this.get(workspace, id);
      if (!send || send.events?.[name] !== undefined) return false;
      const events = { ...send.events, [name]: at };
      const known = send.events !== undefined;
      const Update = {
        TableName,
        Key: sendKey(workspace, id),
        UpdateExpression: known ? "SET #events.#name = :at" : "SET #events = :events",
        ConditionExpression: known ? "attribute_not_exists(#events.#name)" : "attribute_not_exists(#events)",
        ExpressionAttributeNames: { "#events": "events", ...(known ? { "#name": name } : {}) },
        ExpressionAttributeValues: known ? { ":at": at } : { ":events": events },
      };
      if (await attempt(table, [{ Update }, ...outboxItems(TableName, workspace, outbox)])) return true;
      return known ? false : this.note(workspace, { id, name, at, outbox });
    },
    optOut(workspace, { address, topic, at, source }) {
      const Item = { ...consentKey(workspace, hashOf(address), topic), ty: "cns", state: "out", at, source };
      return putOnce(table, Item);
    },
    suppress(workspace, { address, reason, at }) {
      return putOnce(table, { ...suppressionKey(workspace, hashOf(address)), ty: "sup", reason, at });
    },
  };
}

async function claim(
  table: Table,
  workspace: string,
  { send, at }: { readonly send: SendRecord; readonly at: string },
): Promise<ClaimOutcome> {
  const TableName = table.name;
  const address = hashOf(send.address);
  const absent = (Key: object): TransactItem => ({
    ConditionCheck: { TableName, Key: { ...Key }, ConditionExpression: "attribute_not_exists(pk)" },
  });
  const Update = {
    TableName,
    Key: sendKey(workspace, send.id),
    UpdateExpression: "SET #state = :sending, #at = :at",
    ConditionExpression: "#state = :ready",
    ExpressionAttributeNames: { "#state": "state", "#at": "claimedAt" },
    ExpressionAttributeValues: { ":sending": "sending", ":ready": "ready", ":at": at },
  };
  const consent = send.topic === null ? [] : [absent(consentKey(workspace, address, send.topic))];
  const TransactItems = [{ Update }, absent(suppressionKey(workspace, address)), ...consent];
  try {
    await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems })));
    return "claimed";
  } catch (error) {
    const failed = failedItems(error);
    const outcomes: readonly ClaimOutcome[] = ["taken", "suppressed", "unsubscribed"];
    const outcome = outcomes[failed.indexOf(true)];
    if (!outcome) throw error;
    return outcome;
  }
}

function failedItems(error: unknown): readonly boolean[] {
  const { CancellationReasons: reasons = [] } = error as {
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  return reasons.map((one) => one.Code === "ConditionalCheckFailed");
}

/** Runs a transaction; false when a condition refused it. */
async function attempt({ client }: Table, TransactItems: TransactItem[]): Promise<boolean> {
  try {
    await withRetries(() => client.send(new TransactWriteCommand({ TransactItems })));
    return true;
  } catch (error) {
    if (failedItems(error).includes(true)) return false;
    throw error;
  }
}

async function putOnce({ client, name }: Table, Item: Record<string, unknown>): Promise<boolean> {
  try {
    await client.send(
      new PutCommand({ TableName: name, Item, ConditionExpression: "attribute_not_exists(pk)" }),
    );
    return true;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

function outboxItems(TableName: string, workspace: string, event: EventEnvelope | undefined) {
  return event ? [outboxItem(TableName, workspace, event)] : [];
}

function assignments(values: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return {
    expression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(", ")}`,
    names: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}

/** Hash of an address without regard to case. */
function hashOf(address: string): string {
  return createHash("sha256").update(address.trim().toLowerCase()).digest("base64url");
}
