import type { SQSHandler } from "aws-lambda";
import { composeMailEvents } from "../compose/mail.ts";
import { handleMailEvent, type MailEvent } from "../operations/mail/handle-mail-event.ts";
import { eachDetail } from "../queue-batch.ts";

const ports = composeMailEvents();

/** Hears from SES what became of mails. */
export const handler: SQSHandler = (event) =>
  eachDetail(event, ports.logger, (one: MailEvent) => handleMailEvent(ports, one));
