import { createServer, type RequestListener, type Server } from "node:http";
import { join, resolve } from "node:path";
import { buses, queues as queueSpecs, rules, table } from "#infra/topology.ts";
import { newAuthorizer } from "./authorizer.ts";
import { startAwsEndpoint } from "./aws-endpoint.ts";
import { openBus, type Bus } from "./bus.ts";
import { openClock, type VirtualClock } from "./clock.ts";
import { lockData } from "./data-lock.ts";
import { seedOnce, type DemoSeeder } from "./demo-hook.ts";
import { demoUsers } from "./demo-users.ts";
import { openDurableQueues } from "./durable-queues.ts";
import { startEngine, type EngineKind } from "./engine.ts";
import { startFiles } from "./files.ts";
import { functionEnvironment, LOCAL_SECRET } from "./function-environment.ts";
import { gatewayListener } from "./gateway.ts";
import { loadHandlers } from "./handlers.ts";
import { IDENTITY_PATH, identityListener } from "./identity.ts";
import type { IdentityItem } from "./identity-adapter.ts";
import { openDurableMap } from "./journal.ts";
import { openKms } from "./kms.ts";
import { closeServer, listen } from "./listen.ts";
import { Undo } from "./undo.ts";
import { MAILBOX_PATH, mailboxListener } from "./mailbox/mailbox.ts";
import { openMailStore, type MailStore } from "./mail-store.ts";
import { openObjectStore } from "./object-store.ts";
import { repositoryFolder } from "./repository.ts";
import { startRuntime, type Handlers, type Runtime } from "./runtime.ts";
import { openSes, type Ses, type SesOptions } from "./ses.ts";
import {
  AUDIENCE,
  openSecrets,
  publicKeys,
  saveSecrets,
  signAccessToken,
  type LocalSecrets,
} from "./signing-keys.ts";
import { studioHeaders } from "./security-headers.ts";
import { staticFiles } from "./static-files.ts";
import { studioConfig } from "./studio-config.ts";
import { createTable } from "./table.ts";
import { openUsers, type IdentityUsers } from "./user-file.ts";
import type { StreamFailure } from "./stream-pump.ts";
import type { Queues } from "./queue.ts";

export interface LocalOptions {
  /** 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Folder of everything that is kept, or ":memory:". Default ":memory:". */
  readonly dataDir?: string;
  readonly engine?: EngineKind;
  readonly ses?: SesOptions;
  /** Fills the demo workspaces at the first start; undefined: no demo. */
  readonly seedDemo?: DemoSeeder;
  /** Instead of the functions' own handlers. */
  readonly handlers?: Handlers;
  /** Told about errors that no caller sees; default: stderr. */
  readonly onError?: (source: string, error: unknown) => void;
}

/** The whole product on one machine, running. One per process: the functions read the process's environment. */
export interface Local {
  /** Such as http://127.0.0.1:4000 */
  readonly origin: string;
  /** Address of the embedded DynamoDB. */
  readonly tableEndpoint: string;
  readonly clock: VirtualClock;
  readonly queues: Queues;
  readonly bus: Bus;
  readonly mails: MailStore;
  /** Password of the demo users, at the first start on this folder only. */
  readonly newPassword: string | undefined;
  /** An access token of a demo user. */
  token(email: string): Promise<string>;
  /** Resolves when everything that can run now has run. */
  drain(): Promise<void>;
  /** Moves virtual time by milliseconds and runs everything due on the way. */
  advance(milliseconds: number): Promise<void>;
  failures(): readonly StreamFailure[];
  /** Finishes what is under way and stops everything. */
  stop(): Promise<void>;
}

/** Starts everything; throws DataInUseError or PortInUseError when it may not. */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const dataDir =
    options.dataDir === undefined || options.dataDir === ":memory:" ? ":memory:" : resolve(options.dataDir);
  const file = (name: string): string => (dataDir === ":memory:" ? dataDir : join(dataDir, name));
  const onError = options.onError ?? toStderr;
  const undo = new Undo();
  // Before the first client is made: the SDK would say at each start that versions of 2027 want a newer Node.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    undo.add(lockData(dataDir));
    return await compose({ options, dataDir, file, onError, undo });
  } catch (error) {
    await undo.run();
    throw error;
  }
}

interface Setup {
  readonly options: LocalOptions;
  readonly dataDir: string;
  readonly file: (name: string) => string;
  readonly onError: (source: string, error: unknown) => void;
  readonly undo: Undo;
}

async function compose(setup: Setup): Promise<Local> {
  const { options, dataDir, undo } = setup;
  const front = await openFront(options.port ?? 0, undo);
  const { origin } = front;
  const clock = openClock(setup.file("clock.jsonl"));
  undo.add(() => clock.close());
  const [tableEndpoint, secrets, users, services] = await Promise.all([
    startTable(setup),
    openSecrets(dataDir),
    openUsers(dataDir, demoUsers),
    openServices(setup, clock),
  ]);
  if (dataDir !== ":memory:" && secrets.origin !== origin) saveSecrets(dataDir, { ...secrets, origin });
  const { signingSecret } = secrets;
  const { awsEndpoint } = services;
  const filesEndpoint = await openFiles(setup, { clock, origin });
  const given = { origin, signingSecret, tableEndpoint, awsEndpoint, filesEndpoint };
  Object.assign(process.env, functionEnvironment(given));
  const handlers = options.handlers ?? (await loadHandlers(clock));
  const runtime = await startRuntime({
    ...services,
    handlers,
    clock,
    tableEndpoint,
    tableName: table.name,
    checkpoints: setup.file("stream.jsonl"),
    onError: setup.onError,
  });
  undo.add(() => runtime.stop());
  const running = { ...services, origin, filesEndpoint, secrets, users, clock, runtime };
  front.answer(listenerOf(setup, running, handlers));
  const token = tokens(running);
  const world = { origin, token, clock, users: demoUsers, drain: () => runtime.drain() };
  if (options.seedDemo) await seedOnce(options.seedDemo, setup.file("demo.done"), world);
  const { queues, bus, mails } = services;
  const { drain, advance, failures } = runtime;
  return {
    ...{ origin, tableEndpoint, clock, queues, bus, mails, token, drain, advance, failures },
    newPassword: users.newPassword,
    stop: () => undo.run(),
  };
}

interface Running extends Services {
  readonly origin: string;
  readonly filesEndpoint: string;
  readonly secrets: LocalSecrets;
  readonly users: IdentityUsers;
  readonly clock: VirtualClock;
  readonly runtime: Runtime;
}

function tokens({ users, secrets, origin }: Running): (email: string) => Promise<string> {
  return async (email) => {
    const user = users.byEmail(email);
    if (!user) throw new Error(`no user ${email}`);
    return signAccessToken(secrets, origin + IDENTITY_PATH, user);
  };
}

/** Listens at once, so that a taken port is known before anything else starts; until all is up it answers 503. */
async function openFront(port: number, undo: Undo) {
  let listener: RequestListener = (_request, response) => {
    response.writeHead(503, { "retry-after": "1" }).end();
  };
  const server: Server = createServer((request, response) => {
    listener(request, response);
  });
  server.keepAliveTimeout = 30_000;
  const origin = await listen(server, port);
  undo.add(() => closeServer(server));
  return { origin, answer: (next: RequestListener) => void (listener = next) };
}

async function startTable({ options, dataDir, undo }: Setup): Promise<string> {
  const engine = await startEngine({ dataDir, ...(options.engine ? { kind: options.engine } : {}) });
  undo.add(() => engine.stop());
  await createTable(engine.endpoint, table);
  return engine.endpoint;
}

/** The S3 endpoint on a port of its own: contents come from another origin than the studio. */
async function openFiles(
  { file, onError, undo }: Setup,
  { clock, origin }: { readonly clock: VirtualClock; readonly origin: string },
): Promise<string> {
  const objects = openObjectStore(file("files"));
  const { endpoint, server } = await startFiles({
    objects,
    now: () => clock.now(),
    allowedOrigin: origin,
    secret: LOCAL_SECRET,
    onError: (error) => {
      onError("files", error);
    },
  });
  undo.add(async () => {
    await closeServer(server);
    objects.close();
  });
  return endpoint;
}

interface Services {
  readonly queues: Queues;
  readonly bus: Bus;
  readonly mails: MailStore;
  readonly ses: Ses;
  readonly awsEndpoint: string;
}

async function openServices({ options, file, undo }: Setup, clock: VirtualClock): Promise<Services> {
  const queues = openDurableQueues(queueSpecs, file("queues.jsonl"), clock);
  const bus = openBus({ rules, buses, file: file("bus.jsonl") }, queues, clock);
  const mails = openMailStore(file("mail"));
  undo.add(() => {
    queues.close();
    bus.close();
    mails.close();
  });
  const ses = openSes({ mails, bus, clock }, options.ses);
  const kms = openKms(file("cipher-key"));
  const { endpoint, server } = await startAwsEndpoint({ queues, bus, ses, kms });
  undo.add(() => closeServer(server));
  return { queues, bus, mails, ses, awsEndpoint: endpoint };
}

function listenerOf(setup: Setup, running: Running, handlers: Handlers): RequestListener {
  const { origin, filesEndpoint, secrets, users, clock, runtime } = running;
  const onError = (source: string) => (error: unknown) => {
    setup.onError(source, error);
  };
  const items = openDurableMap<IdentityItem>(setup.file("identity/sessions.jsonl"));
  setup.undo.add(() => items.close());
  const identity = identityListener({
    origin,
    secrets,
    users,
    items,
    hints: demoUsers,
    onError: onError("identity"),
  });
  const mailbox = mailboxListener({
    ...running,
    origin: () => origin,
    advance: (milliseconds) => runtime.advance(milliseconds),
    failures: () => runtime.failures(),
    onError: onError("mailbox"),
  });
  const authorizer = newAuthorizer({
    issuer: origin + IDENTITY_PATH,
    audience: AUDIENCE,
    keys: publicKeys(secrets),
  });
  return gatewayListener(
    {
      call: (name, event) => handlers[name](event as never),
      authorizer,
      clock,
      mounts: [
        { prefix: IDENTITY_PATH, listener: identity },
        { prefix: MAILBOX_PATH, listener: mailbox },
        { prefix: "/config.json", listener: studioConfig(origin) },
      ],
      files: staticFiles(join(repositoryFolder(), "studio", "dist"), studioHeaders(filesEndpoint)),
      onWrite: () => {
        runtime.wake();
      },
      onError: onError("api"),
    },
    () => origin,
  );
}

function toStderr(source: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
  process.stderr.write(`${source}: ${text}\n`);
}
