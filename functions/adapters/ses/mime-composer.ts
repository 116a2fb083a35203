import MailComposer from "nodemailer/lib/mail-composer";
import type { MimeComposer } from "../../ports/mailer.ts";

/** MIME by nodemailer, which folds and encodes headers; no file or address is ever read. */
export const mimeComposer: MimeComposer = {
  async compose({ headers, ...message }) {
    const composer = new MailComposer({
      ...message,
      headers: { ...headers },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return composer.compile().build();
  },
};
