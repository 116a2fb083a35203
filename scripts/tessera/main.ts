import { commands } from "./commands.ts";
import { readOptions, usage } from "./options.ts";
import { Refusal } from "./remote.ts";

/** Runs one command; returns the exit code: 0 fine, 1 wrong, 2 differences or consent needed. */
export async function main(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const options = readOptions(args, environment);
  if (typeof options === "string") return complain(options);
  if (options.command === "help") return say([usage]);
  const run = Object.hasOwn(commands, options.command) ? commands[options.command] : undefined;
  if (!run) return complain(`There is no command “${options.command}”.\n\n${usage}`);
  try {
    const { code, answer, lines } = await run(options);
    say(options.json ? [JSON.stringify(answer, null, 2)] : lines);
    return code;
  } catch (error) {
    if (error instanceof Refusal)
      return complain([error.message, ...error.problems.map(problemLine)].join("\n"));
    if (error instanceof Error) return complain(reasonOf(error));
    throw error;
  }
}

function problemLine({ pointer, message }: { readonly pointer: string; readonly message: string }): string {
  return `  ${pointer}: ${message}`;
}

/** A failed connection says why in its cause. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function say(lines: readonly string[]): number {
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
