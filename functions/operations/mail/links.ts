import type { Signer } from "../../ports/signer.ts";

/** What a public link is for; part of what is signed, so that no link can be used as another. */
export type LinkPurpose = "unsubscribe" | "click" | "open";

export interface LinkTarget {
  readonly workspace: string;
  readonly send: string;
  /** Number of the link in the mail; only of a click. */
  readonly link?: number;
}

/** `workspace.send[.link].signature`, at most 120 characters; knows nobody's name or address. */
export function linkToken(signer: Signer, purpose: LinkPurpose, target: LinkTarget): string {
  const text = [
    target.workspace,
    target.send,
    ...(target.link === undefined ? [] : [String(target.link)]),
  ].join(".");
  return `${text}.${signer.sign(purpose, text)}`;
}

/** What a token stands for; null when anything of it was changed. */
export function readLinkToken(signer: Signer, purpose: LinkPurpose, token: string): LinkTarget | null {
  const end = token.lastIndexOf(".");
  if (token.length > 120 || end < 0) return null;
  const text = token.slice(0, end);
  if (!signer.verify(purpose, text, token.slice(end + 1))) return null;
  const [workspace = "", send = "", link] = text.split(".");
  return { workspace, send, ...(link === undefined ? {} : { link: Number(link) }) };
}
