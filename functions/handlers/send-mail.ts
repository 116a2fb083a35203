import type { SQSHandler } from "aws-lambda";
import type { EventEnvelope } from "#engine";
import { composeMail } from "../compose/mail.ts";
import { sendMail } from "../operations/mail/send-mail.ts";
import { eachDetail } from "../queue-batch.ts";

const ports = composeMail();

/** Sends the mails that were asked for. */
export const handler: SQSHandler = (event) =>
  eachDetail(event, ports.logger, (one: EventEnvelope) => sendMail(ports, one));
