import type { Node } from "constructs";

/** What one deployment decides; everything else comes from `infra/topology.ts`. Read from CDK context (`-c tessera:…`). */
export interface Settings {
  /** Name of the deployment, 2–20 of `a-z 0-9 -`; `production` leaves physical names without a suffix. */
  readonly stage: string;
  /** AWS region of everything but the web ACL. */
  readonly region: string;
  /** Account id, 12 digits; without it the templates fit any account. */
  readonly account: string | undefined;
  /** Sender of outgoing mail; its domain becomes the SES identity. */
  readonly mailFrom: string;
  /** Own domain of the studio; without it CloudFront's name is used. Needs `certificateArn`. */
  readonly domainName: string | undefined;
  /** ACM certificate of `domainName`, in us-east-1. */
  readonly certificateArn: string | undefined;
  /** Origin people use; by default `https://<domainName>`. Without either, sign-in returns to the local address only. */
  readonly publicOrigin: string | undefined;
  /** Receives alarms by mail. */
  readonly alarmEmail: string | undefined;
}

const prefix = "tessera:";
const usEast1Certificate = /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/.+$/;

/**
 * Reads and checks the settings.
 * @throws Error that lists every bad setting at once; nothing is synthesised then.
 */
export function readSettings(node: Node): Settings {
  const domainName = text(node, "domainName");
  const settings: Settings = {
    stage: text(node, "stage") ?? "production",
    region: text(node, "region") ?? "eu-central-1",
    account: text(node, "account") ?? process.env["CDK_DEFAULT_ACCOUNT"],
    mailFrom: text(node, "mailFrom") ?? "",
    domainName,
    certificateArn: text(node, "certificateArn"),
    publicOrigin:
      text(node, "publicOrigin") ?? (domainName === undefined ? undefined : `https://${domainName}`),
    alarmEmail: text(node, "alarmEmail"),
  };
  const mistakes = checks.filter((check) => !check.holds(settings)).map((check) => check.message);
  if (mistakes.length > 0) throw new Error(`Settings refused:\n- ${mistakes.join("\n- ")}`);
  return settings;
}

/** Domain of the sender address, for example `example.com`. */
export function mailDomain(settings: Settings): string {
  return settings.mailFrom.slice(settings.mailFrom.lastIndexOf("@") + 1);
}

function text(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(prefix + name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

interface Check {
  readonly message: string;
  holds(settings: Settings): boolean;
}

const checks: readonly Check[] = [
  {
    message: `${prefix}stage: 2–20 of a-z, 0-9 and -, starting with a letter`,
    holds: ({ stage }) => /^[a-z][a-z0-9-]{1,19}$/.test(stage),
  },
  {
    message: `${prefix}region: an AWS region such as eu-central-1`,
    holds: ({ region }) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region),
  },
  {
    message: `${prefix}account: 12 digits`,
    holds: ({ account }) => account === undefined || /^\d{12}$/.test(account),
  },
  {
    message: `${prefix}mailFrom: a plain address such as crm@example.com`,
    holds: ({ mailFrom }) => /^[^@\s<>]+@[a-z0-9.-]+\.[a-z]{2,}$/i.test(mailFrom),
  },
  {
    message: `${prefix}certificateArn: a certificate of us-east-1, given together with ${prefix}domainName`,
    holds: ({ domainName, certificateArn }) =>
      (domainName === undefined) === (certificateArn === undefined) &&
      (certificateArn === undefined || usEast1Certificate.test(certificateArn)),
  },
  {
    message: `${prefix}publicOrigin: https:// and a host, no path, no trailing slash`,
    holds: ({ publicOrigin }) => publicOrigin === undefined || /^https:\/\/[^/\s]+$/.test(publicOrigin),
  },
];
