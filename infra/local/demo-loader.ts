import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DemoSeeder } from "./demo-hook.ts";
import { repositoryFolder } from "./repository.ts";

/** The seeder of the demo workspaces, when this checkout has one. */
export async function loadDemo(): Promise<DemoSeeder | undefined> {
  const file = join(repositoryFolder(), "infra", "local", "demo.ts");
  if (!existsSync(file)) return undefined;
  const module = (await import(pathToFileURL(file).href)) as { readonly seedDemo?: DemoSeeder };
  return module.seedDemo;
}
