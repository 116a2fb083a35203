import { Stack } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import { Construct } from "constructs";
import { productName } from "../naming.ts";
import { mailDomain } from "../settings.ts";
import type { Settings } from "../settings.ts";

const events: EmailSendingEvent[] = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
];

export interface MailProps {
  readonly settings: Settings;
}

/**
 * Sending domain and configuration set. Opens and clicks are counted by our own addresses, so SES neither rewrites links
 * nor adds a pixel; its other events come back through the default bus, the only one SES can publish to.
 */
export class Mail extends Construct {
  readonly configurationSetName: string;
  /** What a sender must be allowed to use: the identity and the configuration set. */
  readonly arns: readonly string[];
  /** Name and value of each DKIM record the domain needs. */
  readonly dkimRecords: readonly { readonly name: string; readonly value: string }[];

  constructor(scope: Construct, id: string, { settings }: MailProps) {
    super(scope, id);
    const domain = mailDomain(settings);
    this.configurationSetName = productName(settings.stage);
    const configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      configurationSetName: this.configurationSetName,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    configurationSet.addEventDestination("DefaultBus", {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "Bus", "default")),
      events,
    });
    const identity = new EmailIdentity(this, "Identity", {
      identity: Identity.domain(domain),
      configurationSet,
      mailFromDomain: `bounce.${domain}`,
    });
    this.dkimRecords = identity.dkimRecords;
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: "ses", resource, resourceName });
    this.arns = [arn("identity", domain), arn("configuration-set", this.configurationSetName)];
  }
}
