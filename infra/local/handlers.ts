import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Clock } from "#functions/ports/clock.ts";
import { functions } from "#infra/topology.ts";
import { repositoryFolder } from "./repository.ts";
import type { Handler, Handlers } from "./runtime.ts";

/** Loads the functions' exported handlers, with their time taken from the virtual clock; call after setting the environment. */
export async function loadHandlers(clock: Clock): Promise<Handlers> {
  const compose = await load("functions/compose.ts");
  const configure = compose["configure"];
  if (typeof configure === "function") configure({ clock });
  const pairs = functions.map(async (spec) => [spec.name, await handlerOf(spec.entry)] as const);
  return Object.fromEntries(await Promise.all(pairs)) as Handlers;
}

async function handlerOf(entry: string): Promise<Handler> {
  const handler = (await load(entry))["handler"];
  if (typeof handler === "function") return handler as Handler;
  return () => Promise.resolve({ statusCode: 501, body: "" });
}

async function load(path: string): Promise<Record<string, unknown>> {
  const file = join(repositoryFolder(), path);
  if (!existsSync(file)) return {};
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
}
