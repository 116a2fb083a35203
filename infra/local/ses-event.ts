import type { MailEventName, StoredMail } from "./mail-store.ts";
import { mimeHeaders } from "./mime-headers.ts";

/** `detail-type` under which SES publishes an event on the default bus. */
export const SES_DETAIL_TYPES: Readonly<Record<MailEventName, string>> = {
  Send: "Email Sent",
  Delivery: "Email Delivered",
  Bounce: "Email Bounced",
  Complaint: "Email Complaint Received",
  Open: "Email Opened",
  Click: "Email Clicked",
};

/** The `detail` of an SES event as its documentation shows it. */
export function sesEventDetail(
  mail: StoredMail,
  type: MailEventName,
  at: { now: Date; raw: Buffer },
): object {
  const timestamp = at.now.toISOString();
  return { eventType: type, mail: mailPart(mail, at.raw), ...OWN_PART[type](mail, timestamp) };
}

const OWN_PART: Readonly<Record<MailEventName, (mail: StoredMail, timestamp: string) => object>> = {
  Send: () => ({ send: {} }),
  Delivery: (mail, timestamp) => ({
    delivery: {
      timestamp,
      processingTimeMillis: 42,
      recipients: mail.to,
      smtpResponse: "250 ok",
      reportingMTA: "local",
    },
  }),
  Bounce: (mail, timestamp) => ({
    bounce: {
      feedbackId: `${mail.id}-bounce`,
      bounceType: "Permanent",
      bounceSubType: isSimulated(mail, "suppressionlist") ? "OnAccountSuppressionList" : "General",
      bouncedRecipients: mail.to.map((emailAddress) => ({
        emailAddress,
        action: "failed",
        status: "5.1.1",
        diagnosticCode: "smtp; 550 5.1.1 user unknown",
      })),
      timestamp,
      reportingMTA: "local",
    },
  }),
  Complaint: (mail, timestamp) => ({
    complaint: {
      feedbackId: `${mail.id}-complaint`,
      complainedRecipients: mail.to.map((emailAddress) => ({ emailAddress })),
      timestamp,
      complaintFeedbackType: "abuse",
      userAgent: "mailbox page",
    },
  }),
  Open: (_mail, timestamp) => ({ open: { timestamp, ipAddress: "127.0.0.1", userAgent: "mailbox page" } }),
  Click: (_mail, timestamp) => ({ click: { timestamp, ipAddress: "127.0.0.1", userAgent: "mailbox page" } }),
};

/** Whether a recipient's local part is one of the mailbox simulator's, such as `bounce@` or `bounce+label@`. */
export function isSimulated(mail: Pick<StoredMail, "to">, localPart: string): boolean {
  return mail.to.some((address) => address.split("@")[0]?.split("+")[0]?.toLowerCase() === localPart);
}

function mailPart(mail: StoredMail, raw: Buffer): object {
  const headers = mimeHeaders(raw);
  const value = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value ?? "";
  const own = Object.fromEntries(Object.entries(mail.tags).map(([name, tag]) => [name, [tag]]));
  return {
    timestamp: mail.at,
    source: mail.from,
    sendingAccountId: "000000000000",
    messageId: mail.id,
    destination: mail.to,
    headersTruncated: false,
    headers,
    commonHeaders: {
      from: [value("from")],
      to: [value("to")],
      date: value("date"),
      messageId: mail.id,
      subject: value("subject"),
    },
    tags: { "ses:configuration-set": [mail.configurationSet ?? ""], "ses:source-ip": ["127.0.0.1"], ...own },
  };
}
