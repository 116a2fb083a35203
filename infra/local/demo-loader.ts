import type { DemoSeeder } from "./demo-hook.ts";

/** The seeder of the demo workspaces, when this checkout has one. */
export async function loadDemo(): Promise<DemoSeeder | undefined> {
  const module: unknown = await import("./demo.ts" as string).catch(absent);
  return (module as { readonly seedDemo?: DemoSeeder }).seedDemo;
}

function absent(error: unknown): object {
  if ((error as { readonly code?: string }).code === "ERR_MODULE_NOT_FOUND") return {};
  throw error;
}
