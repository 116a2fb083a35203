import type { Clock } from "#functions/ports/clock.ts";
import type { FunctionName } from "#infra/topology.ts";
import type { Handler, Handlers } from "./runtime.ts";

type Module = Readonly<Record<string, unknown>>;

/**
 * Loads the functions' exported handlers, with their time taken from the virtual clock. Called after the environment is
 * set, because a handler may make its clients when it is loaded. The bundler sees every path; `as string` spares the
 * type checker the functions' whole program, and a checkout without a function still starts.
 */
export async function loadHandlers(clock: Clock): Promise<Handlers> {
  const compose = (await import("#functions/compose.ts" as string).catch(absent)) as Module;
  const configure = compose["configure"];
  if (typeof configure === "function") configure({ clock });
  const pairs = Object.entries(MODULES).map(
    async ([name, load]) => [name, handlerOf(name, await load())] as const,
  );
  return Object.fromEntries(await Promise.all(pairs)) as unknown as Handlers;
}

const MODULES: Readonly<Record<FunctionName, () => Promise<Module>>> = {
  api: () => import("#functions/handlers/api.ts" as string).catch(absent) as Promise<Module>,
  "admin-api": () => import("#functions/handlers/admin-api.ts" as string).catch(absent) as Promise<Module>,
  derive: () => import("#functions/handlers/derive.ts" as string).catch(absent) as Promise<Module>,
  "stream-relay": () =>
    import("#functions/handlers/stream-relay.ts" as string).catch(absent) as Promise<Module>,
  automation: () => import("#functions/handlers/automation.ts" as string).catch(absent) as Promise<Module>,
  timers: () => import("#functions/handlers/timers.ts" as string).catch(absent) as Promise<Module>,
  "send-mail": () => import("#functions/handlers/send-mail.ts" as string).catch(absent) as Promise<Module>,
  "mail-events": () =>
    import("#functions/handlers/mail-events.ts" as string).catch(absent) as Promise<Module>,
  "sweep-files": () =>
    import("#functions/handlers/sweep-files.ts" as string).catch(absent) as Promise<Module>,
  jobs: () => import("#functions/handlers/jobs.ts" as string).catch(absent) as Promise<Module>,
};

/** An absent file is a function that this checkout does not have; any other failure is one. */
function absent(error: unknown): Module {
  const { code, message = "" } = error as { readonly code?: string; readonly message?: string };
  const missing =
    code === undefined || code === "ERR_MODULE_NOT_FOUND" || code === "ERR_PACKAGE_IMPORT_NOT_DEFINED";
  if (missing && /functions\/(?:handlers\/[\w-]+|compose)\.ts/.test(message)) return {};
  throw error;
}

function handlerOf(name: string, module: Module): Handler {
  const { handler } = module;
  if (typeof handler === "function") return handler as Handler;
  process.stderr.write(`function ${name} is not there yet\n`);
  return () => Promise.resolve({ statusCode: 501, body: "" });
}
