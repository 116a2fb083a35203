import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import type { Browser, BrowserContext, ConsoleMessage, Page, Response } from "playwright-core";
import { seedDemo } from "#infra/local/demo.ts";
import { startLocal } from "#infra/local/start.ts";
import { launchBrowser } from "./browser.ts";

/** Generous: the two cores are shared. */
export const PATIENCE_MS = 60_000;

export type Language = "zh-CN" | "en";
export type Theme = "light" | "dark";

export interface Visit {
  /** Local part of a person's address in the workspace `acme`; absent: nobody signs in. */
  readonly as?: string;
  /** Default zh-CN. */
  readonly language?: Language;
  /** Default light. */
  readonly theme?: Theme;
  /** Pixels. Default 1440. */
  readonly width?: number;
}

/** One person's own browser window. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page: console errors, refused content, foreign addresses, assets that are missing. */
  readonly faults: readonly string[];
}

/** The whole product, running in this process, and a browser to look at it. */
export interface Product {
  readonly origin: string;
  open(visit: Visit): Promise<Window>;
  /** An access token of the person with this local part of the address. */
  token(as: string): Promise<string>;
  /** Resolves when everything that follows from the writes so far has run. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything on a copy of the data folder with the demo workspaces. */
export async function startProduct(): Promise<Product> {
  const { folder, password } = inject("demo");
  const dataDir = await mkdtemp(join(tmpdir(), "tessera-browser-"));
  await cp(folder, dataDir, { recursive: true });
  const [local, browser] = await Promise.all([startLocal({ seedDemo, dataDir, port: 0 }), launchBrowser()]);
  const { origin } = local;
  return {
    origin,
    open: (visit) => openWindow(browser, { origin, password }, visit),
    token: (as) => local.token(`${as}@acme.test`),
    drain: () => local.drain(),
    stop: async () => {
      await browser.close();
      await local.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Door {
  readonly origin: string;
  readonly password: string;
}

/** A window of its own: cookies and storage are shared with nobody. */
export async function openWindow(browser: Browser, door: Door, visit: Visit): Promise<Window> {
  const { as, language = "zh-CN", theme = "light", width = 1440 } = visit;
  const context = await browser.newContext({
    baseURL: door.origin,
    locale: language,
    colorScheme: theme,
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    viewport: { width, height: width < 768 ? 844 : 900 },
    hasTouch: width < 768,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults = watchFaults(page, door.origin);
  if (as !== undefined) await signIn(page, door.password, as);
  return { page, context, faults };
}

/** Signs in on the page of the identity provider, as a person does. */
async function signIn(page: Page, password: string, as: string): Promise<void> {
  await page.goto("/");
  await page.locator("input[type=email]").fill(`${as}@acme.test`);
  await page.locator("input[type=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator("main#main").waitFor();
}

/** Notes what goes wrong in a page of this origin from now on. */
export function watchFaults(page: Page, origin: string): readonly string[] {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (isFault(message)) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    const isLocal = url.startsWith(`${origin}/`) || /^(?:data|blob|about):/.test(url);
    // Files come and go past the product, by addresses it signed.
    const isFile = URL.canParse(url) && new URL(url).searchParams.has("X-Amz-Signature");
    if (!isLocal && !isFile) faults.push(`foreign: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && isAsset(response)) faults.push(`${response.status()}: ${response.url()}`);
  });
  return faults;
}

/** Refused saves are part of the story; the browser reports their status as an error of its own. */
function isFault(message: ConsoleMessage): boolean {
  if (message.type() !== "error") return false;
  const isApiAnswer =
    message.text().startsWith("Failed to load resource") && message.location().url.includes("/api/v1/");
  // Chromium says so of each sandboxed frame that may not run scripts, here the preview of a mail.
  const isSandbox = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
  return !isApiAnswer && !isSandbox;
}

function isAsset(response: Response): boolean {
  const { pathname } = new URL(response.url());
  return !pathname.startsWith("/api/");
}
