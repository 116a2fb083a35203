/** A mail as it leaves: one recipient, complete MIME. */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  readonly raw: Uint8Array;
  /** Names and values of `A-Za-z0-9_-`, at most 256 characters. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What is known after one attempt (automation.md §2.9-4). */
export type MailOutcome =
  | { readonly kind: "accepted"; readonly messageId: string }
  /** Certainly not taken, and a later attempt may work. */
  | { readonly kind: "later"; readonly reason: string }
  /** Certainly not taken, and never will be. */
  | { readonly kind: "refused"; readonly reason: string }
  /** It may be on its way: nobody may send it again. */
  | { readonly kind: "unclear"; readonly reason: string };

export interface Mailer {
  /** One attempt; never throws for what the provider says. */
  send(mail: OutgoingMail): Promise<MailOutcome>;
}

/** Puts a message together as MIME. */
export interface MimeComposer {
  compose(message: {
    readonly from: string;
    readonly to: string;
    readonly subject: string;
    readonly html: string;
    readonly text: string;
    readonly headers: Readonly<Record<string, string>>;
  }): Promise<Uint8Array>;
}

/** Fills a mail template. */
export interface TemplateRenderer {
  /** Throws `Error` with a plain message when the template is faulty or too costly. */
  render(template: string, values: Readonly<Record<string, unknown>>, escape: boolean): Promise<string>;
}
