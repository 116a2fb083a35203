import { environment } from "#infra/environment.ts";
import { openTable } from "../adapters/dynamodb/client.ts";
import { createMetadataStore } from "../adapters/dynamodb/metadata-store.ts";
import { createRecordStore } from "../adapters/dynamodb/record-store.ts";
import { createSendStore } from "../adapters/dynamodb/send-store.ts";
import { templateRenderer } from "../adapters/liquid/template-renderer.ts";
import { createMailer } from "../adapters/ses/mailer.ts";
import { mimeComposer } from "../adapters/ses/mime-composer.ts";
import { createSystemClock } from "../adapters/system/clock.ts";
import { createLogger } from "../adapters/system/logger.ts";
import { createSigner } from "../adapters/system/signer.ts";
import { configuredClock, once, required } from "../compose.ts";
import type { SendPorts } from "../operations/mail/send-mail.ts";
import { createModelSource } from "../operations/metadata/load-model.ts";

/** The parts of the function that sends mail. */
export const composeMail = once((): SendPorts => {
  const clock = configuredClock(createSystemClock());
  const table = openTable({ name: required(environment.tableName) });
  const models = createModelSource({ metadataStore: createMetadataStore(table), clock });
  return {
    clock,
    models,
    logger: createLogger(),
    recordStore: createRecordStore(table, models),
    sendStore: createSendStore(table),
    signer: createSigner(required(environment.signingSecret)),
    mailer: createMailer(required(environment.configurationSet)),
    mimeComposer,
    templateRenderer,
    mailFrom: required(environment.mailFrom),
    publicOrigin: required(environment.publicOrigin),
  };
});

/** The parts of the function that hears what became of mails. */
export const composeMailEvents = once(() => ({
  clock: configuredClock(createSystemClock()),
  sendStore: createSendStore(openTable({ name: required(environment.tableName) })),
  logger: createLogger(),
}));
