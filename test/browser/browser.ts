import { access } from "node:fs/promises";
import { chromium, type Browser } from "playwright-core";

/** Own arguments: the package's defaults switch off web security and hide CSP and CORS faults. */
const launchArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--font-render-hinting=none",
];

/** A headless Chromium: `BROWSER_EXECUTABLE` when set, else the one that the repository installs (Linux x64). */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await resolveBrowser(), args: launchArguments, headless: true });
}

/** Path of the browser; unpacks the bundled one when that was not yet done. */
export async function resolveBrowser(): Promise<string> {
  const chosen = process.env["BROWSER_EXECUTABLE"];
  if (chosen) {
    await access(chosen);
    return chosen;
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("Set BROWSER_EXECUTABLE to a Chrome or Chromium: the bundled one is for Linux x64 only.");
  }
  // Makes the package unpack and use the shared libraries that it brings along (studio.md §7).
  process.env["AWS_EXECUTION_ENV"] ??= "AWS_Lambda_nodejs20.x";
  const { default: bundled } = await import("@sparticuz/chromium");
  return bundled.executablePath();
}
