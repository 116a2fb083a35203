import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { LocalizedText, RecordRef, RunState } from "#engine";
import type { Disclosure } from "../../ports/disclosure-log.ts";
import type { SendRecord } from "../../ports/send-store.ts";
import type { TimelineEvent, TimelineSource } from "../../ports/timeline-source.ts";
import { batchGet } from "./batch-get.ts";
import type { Table } from "./client.ts";
import { mailsTo, noticesAbout, recordRuns, runKey, sendKey } from "./keys-automation.ts";
import { disclosuresOf } from "./keys-files.ts";
import type { ItemKey } from "./keys.ts";

type Item = Readonly<Record<string, unknown>>;

/** One list of what happened around a record: where it is kept, and what an entry says. */
interface Kept {
  readonly partition: (workspace: string, record: RecordRef) => string;
  /** The item an entry stands for; absent: the entry says all. */
  readonly of?: (workspace: string, entry: Item) => ItemKey;
  readonly event: (item: Item) => TimelineEvent;
}

/**
 * Mails, runs and notifications of a record's timeline. Subjects and messages are left out, since they are filled with
 * values of fields that not everybody who sees the record may read.
 */
export function createTimelineSources(table: Table): readonly TimelineSource[] {
  return [mails, runs, notifications, disclosures].map((kept) => ({
    events: (workspace, request) => read(table, kept, { workspace, ...request }),
  }));
}

const mails: Kept = {
  partition: mailsTo,
  of: (workspace, entry) => sendKey(workspace, entry["send"] as string),
  event: (item) => {
    const { id, createdAt, template, state, reason, events, run } = item as unknown as SendRecord;
    const details = { send: id, template, state, reason, events, run };
    const title = text(`邮件：${template}`, `E-mail: ${template}`);
    return { id, at: createdAt, kind: "mail", actor: { kind: "system", id: "mail" }, title, details };
  },
};

const runs: Kept = {
  partition: recordRuns,
  of: (workspace, entry) => runKey(workspace, entry["run"] as string),
  event: (item) => {
    const run = item["state"] as RunState;
    const { id, kind, definition, definitionName, status, reason, startedAt } = run;
    const details = { run: id, definition: definitionName, kind, status, reason };
    const title = text(`自动化：${definitionName}`, `Automation: ${definitionName}`);
    return { id, at: startedAt, kind: "run", actor: { kind, id: definition }, title, details };
  },
};

const notifications: Kept = {
  partition: noticesAbout,
  event: (item) => {
    const { id, at, user } = item as unknown as { id: string; at: string; user: string };
    const title = text("发出通知", "A notification was sent");
    return {
      id,
      at,
      kind: "notification",
      actor: { kind: "system", id: "automation" },
      title,
      details: { user },
    };
  },
};

const disclosures: Kept = {
  partition: (workspace, record) => disclosuresOf(workspace, record.object, record.id),
  event: (item) => {
    const { id, at, user, field, label } = item as unknown as Disclosure;
    const title = text(`查看了加密字段“${label["zh-CN"]}”`, `Revealed the encrypted field “${label.en}”`);
    return { id, at, kind: "disclosure", actor: { kind: "user", id: user }, title, details: { field } };
  },
};

async function read(
  table: Table,
  kept: Kept,
  request: { readonly workspace: string } & Parameters<TimelineSource["events"]>[1],
): Promise<readonly TimelineEvent[]> {
  const { workspace, record, before, limit } = request;
  const page = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: before === null ? "pk = :pk" : "pk = :pk AND sk < :before",
      ExpressionAttributeValues: {
        ":pk": kept.partition(workspace, record),
        ...(before === null ? {} : { ":before": before }),
      },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  const entries = page.Items ?? [];
  const { of } = kept;
  if (!of) return entries.map(kept.event);
  const keys = entries.map((entry) => of(workspace, entry));
  const { items } = await batchGet(table, keys);
  const found = new Map(items.map((item) => [String(item["pk"]), item]));
  return keys.flatMap(({ pk }) => {
    const item = found.get(pk);
    return item ? [kept.event(item)] : [];
  });
}

function text(chinese: string, english: string): LocalizedText {
  return { "zh-CN": chinese, en: english };
}
