import { createHash } from "node:crypto";
import { isOpen, type RunState } from "#engine";
import type { NotificationEntry } from "../../ports/notification-store.ts";
import type { RunCommit } from "../../ports/run-store.ts";
import type { SendRecord } from "../../ports/send-store.ts";
import type { DueTimer } from "../../ports/timer-store.ts";
import {
  activeRunKey,
  definitionRuns,
  effectKey,
  entryKey,
  mailsTo,
  noticesAbout,
  notificationPartition,
  recordRuns,
  runKey,
  sendKey,
  stepKey,
  TIMER_SHARDS,
  timerPartition,
} from "./keys-automation.ts";
import { outboxItem } from "./outbox-item.ts";
import type { TransactItem } from "./transaction.ts";

const DAY_SECONDS = 86_400;
/** Days that the history, effects and ended timers are kept (automation.md §2.15). */
const KEEP = { steps: 90, effects: 120, timers: 3, notifications: 180 };

/** The items of a run's commit, its record writes left out. */
export function runItems(TableName: string, workspace: string, commit: RunCommit): TransactItem[] {
  const { state, expectedRev } = commit;
  const put = (Item: Record<string, unknown>, absent = false): TransactItem => ({
    Put: { TableName, Item, ...(absent ? { ConditionExpression: "attribute_not_exists(pk)" } : {}) },
  });
  const condition =
    expectedRev === null
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "#rev = :rev",
          ExpressionAttributeNames: { "#rev": "rev" },
          ExpressionAttributeValues: { ":rev": expectedRev },
        };
  const run = { ...runKey(workspace, state.id), ty: "run", rev: state.rev, state };
  const seconds = Math.floor(Date.parse(state.updatedAt) / 1000);
  return [
    { Put: { TableName, Item: run, ...condition } },
    activity(TableName, workspace, state),
    ...(expectedRev === null ? listing(workspace, state).map((one) => put(one)) : []),
    ...journeyEntry(TableName, workspace, commit),
    ...commit.trace.map((step, at) =>
      put({
        ...stepKey(workspace, state.id, { rev: state.rev, at }),
        ty: "stp",
        step,
        ttl: seconds + KEEP.steps * DAY_SECONDS,
      }),
    ),
    ...commit.effects.map((key) =>
      put({ ...effectKey(workspace, key), ty: "eff", ttl: seconds + KEEP.effects * DAY_SECONDS }, true),
    ),
    ...timersOf(workspace, commit).map((one) => put(one)),
    ...commit.sends.flatMap((send) => sendItems(workspace, send, put)),
    ...commit.notifications.flatMap((one) => noticeItems(workspace, one).map((item) => put(item))),
    ...(commit.outbox ?? []).map((event) => outboxItem(TableName, workspace, event)),
  ];
}

function timersOf(workspace: string, { state, timer, sends }: RunCommit) {
  const waiting = timer
    ? [{ workspace, subject: { object: "run" as const, id: state.id }, at: timer.at, token: timer.token }]
    : [];
  const overdue = sends.map(({ id, overdueAt: at }) => {
    return { workspace, subject: { object: "send" as const, id }, at, token: "overdue" };
  });
  return [...waiting, ...overdue].map(timerItem);
}

type Put = (item: Record<string, unknown>, absent?: boolean) => TransactItem;

function sendItems(workspace: string, send: SendRecord, put: Put): TransactItem[] {
  const { id, recipient, createdAt } = send;
  const listed = { pk: mailsTo(workspace, recipient), sk: `${createdAt}#${id}`, ty: "mls", send: id };
  return [put({ ...sendKey(workspace, id), ty: "snd", workspace, ...send }, true), put(listed)];
}

function noticeItems(workspace: string, notice: NotificationEntry): Record<string, unknown>[] {
  const { id, user, at, about } = notice;
  const ttl = Math.floor(Date.parse(at) / 1000) + KEEP.notifications * DAY_SECONDS;
  const sk = `${at}#${id}`;
  const own = { pk: notificationPartition(workspace, user), sk, ty: "ntf", ...notice, ttl };
  return about ? [own, { pk: noticesAbout(workspace, about), sk, ty: "nls", id, user, at, ttl }] : [own];
}

/** A run that is to take a step is listed for the sweeper; any other is not. */
function activity(TableName: string, workspace: string, state: RunState): TransactItem {
  const Key = activeRunKey(workspace, state.id);
  if (state.status !== "active") return { Delete: { TableName, Key } };
  const Item = { ...Key, ty: "act", workspace, run: state.id, at: state.updatedAt };
  return { Put: { TableName, Item } };
}

function listing(workspace: string, { id, definition, record, startedAt }: RunState) {
  const sk = `${startedAt}#${id}`;
  return [definitionRuns(workspace, definition), recordRuns(workspace, record)].map((pk) => ({
    ...{ pk, sk },
    ty: "rls",
    run: id,
  }));
}

/** A record is inside a journey at most once: its entry is taken at the start and opened again at the end. */
function journeyEntry(
  TableName: string,
  workspace: string,
  { state, expectedRev }: RunCommit,
): TransactItem[] {
  if (state.kind !== "journey" || (expectedRev !== null && isOpen(state))) return [];
  const Key = entryKey(workspace, state.definition, state.record);
  const Item = { ...Key, ty: "ent", run: state.id, open: isOpen(state) };
  if (expectedRev !== null) return [{ Put: { TableName, Item } }];
  return [
    {
      Put: {
        TableName,
        Item,
        ConditionExpression: "attribute_not_exists(pk) OR #open = :false",
        ExpressionAttributeNames: { "#open": "open" },
        ExpressionAttributeValues: { ":false": false },
      },
    },
  ];
}

/** A timer in the wheel; the same timer is the same item. */
export function timerItem({ workspace, subject, at, token, data }: DueTimer): Record<string, unknown> {
  const shard = createHash("sha256").update(subject.id).digest().readUInt16BE(0) % TIMER_SHARDS;
  return {
    pk: timerPartition(at, shard),
    sk: `${at}#${workspace}#${subject.id}#${token}`,
    ty: "tmr",
    due: at,
    ...{ workspace, subject, token },
    ...(data ? { data } : {}),
    ttl: Math.floor(Date.parse(at) / 1000) + KEEP.timers * DAY_SECONDS,
  };
}
