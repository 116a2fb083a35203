import { resolve } from "node:path";
import { readSecrets, signAccessToken } from "./signing-keys.ts";
import { readUsers } from "./user-file.ts";

/** The token of a user, or why there is none. */
export async function tokenFor(
  email: string | undefined,
  dataDir: string,
): Promise<{ readonly token: string } | { readonly problem: string }> {
  if (email === undefined || email === "") return { problem: "Say whose token: npm run -s token -- EMAIL" };
  if (dataDir === ":memory:")
    return { problem: "DATA_DIR is :memory:, and a server in memory shares no keys." };
  const secrets = readSecrets(dataDir);
  const users = readUsers(dataDir);
  if (!secrets?.origin || !users)
    return { problem: `No server has run with DATA_DIR=${dataDir}; start it first: npm start` };
  const user = users.find((one) => one.email === email.toLowerCase());
  if (!user) return { problem: `No user ${email}. Known: ${users.map((one) => one.email).join(", ")}` };
  return { token: await signAccessToken(secrets, `${secrets.origin}/oidc`, user) };
}

/** Command line: prints the token and nothing else, or the problem on stderr with exit code 1. */
export async function main(): Promise<void> {
  const given = process.env["DATA_DIR"] ?? ".data";
  const result = await tokenFor(process.argv[2], given === ":memory:" ? given : resolve(given));
  if ("token" in result) process.stdout.write(`${result.token}\n`);
  else {
    process.stderr.write(`${result.problem}\n`);
    process.exitCode = 1;
  }
}
