import { parseArgs } from "node:util";

/** What a command was asked to do. */
export interface Options {
  readonly command: string;
  /** Origin of the product, no trailing slash. */
  readonly url: string;
  readonly key: string;
  /** Folder of the files. */
  readonly directory: string;
  /** Published documents without a file go away. */
  readonly prune: boolean;
  /** Changes that lose values are carried out without being asked. */
  readonly yes: boolean;
  readonly repair: boolean;
  /** The answer as JSON on stdout instead of text. */
  readonly json: boolean;
  readonly note: string;
}

export const usage = `tessera pull|diff|plan|apply|verify [options]

  pull     write the published metadata into files, one per document
  diff     list what differs between the files and what is published
  plan     show what publishing the files would do to metadata and records
  apply    publish the files as one version and follow its jobs
  verify   check the workspace: indexes, uniques, counters, relations, metadata

  --dir DIR     folder of the files (metadata)
  --url URL     the product (TESSERA_URL, http://127.0.0.1:4000)
  --key KEY     API key (TESSERA_API_KEY)
  --prune       plan, apply: remove published documents that have no file
  --yes         apply: carry out changes that lose values
  --note TEXT   apply: what the version is for
  --repair      verify: recount and derive again what is wrong
  --json        the answer as JSON
`;

/** Reads the command line; a text when it cannot be understood. */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options | string {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { values, positionals } = parsed;
  const [command = "", ...others] = positionals;
  if (others.length > 0) return `Unexpected: ${others.join(" ")}`;
  const key = values.key ?? environment["TESSERA_API_KEY"] ?? "";
  if (key === "" && command !== "help") return "An API key is needed: --key or TESSERA_API_KEY.";
  const given = { ...defaults, url: environment["TESSERA_URL"] ?? defaults.url, ...values };
  const { url: address, dir: directory, note, prune, yes, repair, json } = given;
  return { command, url: address.replace(/\/+$/, ""), key, directory, note, prune, yes, repair, json };
}

const defaults = {
  url: "http://127.0.0.1:4000",
  dir: "metadata",
  note: "",
  prune: false,
  yes: false,
  repair: false,
  json: false,
};

const options = {
  dir: { type: "string" },
  url: { type: "string" },
  key: { type: "string" },
  note: { type: "string" },
  prune: { type: "boolean" },
  yes: { type: "boolean" },
  repair: { type: "boolean" },
  json: { type: "boolean" },
} as const;
