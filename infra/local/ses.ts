import { randomUUID } from "node:crypto";
import type { AwsAnswer } from "./aws-protocol.ts";
import type { Bus } from "./bus.ts";
import type { VirtualClock } from "./clock.ts";
import type { MailEventName, MailStore, StoredMail } from "./mail-store.ts";
import { addressesOf, mimeHeaders } from "./mime-headers.ts";
import { isSimulated, SES_DETAIL_TYPES, sesEventDetail } from "./ses-event.ts";

export interface SesOptions {
  /** Mails per virtual second; more are refused with `Throttling`. Default: no limit. */
  readonly maxSendRate?: number;
  /** For tests: true means the mail is accepted, but the sender never learns it. */
  readonly losesReply?: (mail: StoredMail) => boolean;
}

export interface Ses {
  /** Answers one call of the Query protocol. */
  answer(body: string): AwsAnswer;
  /** Publishes an event about a mail, as the buttons of the mailbox page do; false when there is no such mail. */
  emit(id: string, type: MailEventName): boolean;
  /** True while accepted mails have events that are not on the bus yet. */
  busy(): boolean;
}

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_RECIPIENTS = 50;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

/** The SES endpoint: validates like SES, keeps what it accepts, publishes events on the default bus. */
export function openSes(
  parts: { readonly mails: MailStore; readonly bus: Bus; readonly clock: VirtualClock },
  options: SesOptions = {},
): Ses {
  const { mails, clock } = parts;
  const unpublished = new Set(mails.list().flatMap((mail) => (mail.pending.length > 0 ? [mail.id] : [])));
  const rate = rateLimit(clock, options.maxSendRate);
  const publishAll = (): void => {
    for (const id of unpublished) {
      for (const type of mails.get(id)?.pending ?? []) publish(parts, id, type);
      unpublished.delete(id);
    }
  };
  setImmediate(publishAll);
  const sendRaw = (form: URLSearchParams): AwsAnswer => {
    const raw = Buffer.from(form.get("RawMessage.Data") ?? "", "base64");
    const mail = newMail(form, raw, clock.now());
    const refusal = refusalOf(mail, raw);
    if (refusal) return failure(refusal.code, refusal.message);
    if (!rate()) return failure("Throttling", "Maximum sending rate exceeded.");
    mails.add(mail, raw);
    unpublished.add(mail.id);
    setImmediate(publishAll);
    const answer = { status: 200, body: accepted(mail.id) };
    return options.losesReply?.(mail) === true ? { ...answer, hangUp: true } : answer;
  };
  return {
    busy: () => unpublished.size > 0,
    emit: (id, type) => publish(parts, id, type),
    answer: (body) => {
      const form = new URLSearchParams(body);
      const action = form.get("Action");
      if (action === "SendRawEmail") return sendRaw(form);
      return failure("InvalidAction", `${action ?? "no action"} is not offered here`);
    },
  };
}

/** One event onto the bus, then out of the pending list: a crash in between publishes it once more, never less. */
function publish(
  { mails, bus, clock }: { readonly mails: MailStore; readonly bus: Bus; readonly clock: VirtualClock },
  id: string,
  type: MailEventName,
): boolean {
  const mail = mails.get(id);
  if (!mail) return false;
  const now = clock.now();
  if (mail.configurationSet !== undefined) {
    const detail = sesEventDetail(mail, type, { now, raw: mails.raw(id) });
    bus.put({ bus: "default", source: "aws.ses", detailType: SES_DETAIL_TYPES[type], detail });
  }
  const events = [...mail.events, { type, at: now.toISOString() }];
  mails.update(id, { events, pending: mail.pending.filter((one) => one !== type) });
  return true;
}

function newMail(form: URLSearchParams, raw: Buffer, now: Date): StoredMail {
  const headers = mimeHeaders(raw);
  const header = (name: string) =>
    headers.filter((one) => one.name.toLowerCase() === name).map((one) => one.value);
  const named = members(form, "Destinations");
  const to = named.length > 0 ? named : ["to", "cc", "bcc"].flatMap(header);
  const configurationSet = form.get("ConfigurationSetName") ?? header("x-ses-configuration-set")[0];
  const mail = {
    id: `${now.getTime().toString(16).padStart(16, "0")}-${randomUUID()}-000000`,
    at: now.toISOString(),
    from: form.get("Source") ?? addressesOf(header("from")[0] ?? "")[0] ?? "",
    to: to.flatMap(addressesOf),
    tags: tagsOf(form),
    ...(configurationSet === undefined ? {} : { configurationSet }),
    events: [],
  };
  return { ...mail, pending: expectedEvents(mail) };
}

function expectedEvents(mail: Pick<StoredMail, "to">): MailEventName[] {
  if (isSimulated(mail, "bounce") || isSimulated(mail, "suppressionlist")) return ["Send", "Bounce"];
  if (isSimulated(mail, "complaint")) return ["Send", "Delivery", "Complaint"];
  return ["Send", "Delivery"];
}

function members(form: URLSearchParams, list: string): string[] {
  const found: string[] = [];
  for (let at = 1; form.has(`${list}.member.${at}`); at++) found.push(form.get(`${list}.member.${at}`) ?? "");
  return found;
}

function tagsOf(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let at = 1; form.has(`Tags.member.${at}.Name`); at++) {
    tags[form.get(`Tags.member.${at}.Name`) ?? ""] = form.get(`Tags.member.${at}.Value`) ?? "";
  }
  return tags;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

function refusalOf(mail: StoredMail, raw: Buffer): Refusal | undefined {
  const invalid = (message: string): Refusal => ({ code: "InvalidParameterValue", message });
  if (raw.length === 0) return invalid("RawMessage.Data is missing");
  if (raw.length > MOST_BYTES)
    return { code: "MessageRejected", message: "Message length is more than 10485760 bytes" };
  if (mail.to.length === 0) return invalid("Missing required header 'To'.");
  if (mail.to.length > MOST_RECIPIENTS) return invalid("Recipient count exceeds 50.");
  const bad = [mail.from, ...mail.to].find((address) => !isAddress(address));
  if (bad !== undefined) return invalid(`Illegal address: ${bad}`);
  const tag = Object.entries(mail.tags).find(([name, value]) => !TAG.test(name) || !TAG.test(value));
  return tag ? invalid(`Invalid tag <${tag[0]}>: only letters, digits, _ and -, at most 256`) : undefined;
}

/** The local part must be 7-bit and without spaces; the domain may be international. */
function isAddress(text: string): boolean {
  const address = addressesOf(text)[0] ?? "";
  return /^[\x21-\x3f\x41-\x7e]{1,64}@[^\s@<>()]{1,255}$/.test(address);
}

function rateLimit(clock: VirtualClock, most: number | undefined): () => boolean {
  let second = 0;
  let used = 0;
  return () => {
    if (most === undefined) return true;
    const now = Math.floor(clock.milliseconds() / 1000);
    if (now !== second) used = 0;
    second = now;
    used += 1;
    return used <= most;
  };
}

const NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/";

function accepted(id: string): string {
  const result = `<SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult>`;
  return `<SendRawEmailResponse xmlns="${NAMESPACE}">${result}${metadata()}</SendRawEmailResponse>`;
}

function failure(code: string, message: string): AwsAnswer {
  const text = message.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error>`;
  const body = `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status: 400, body };
}

function metadata(): string {
  return `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
}
