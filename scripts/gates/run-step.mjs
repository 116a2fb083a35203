import { spawn } from "node:child_process";
import { quietEnvironment, root } from "./paths.mjs";

const killGraceMs = 5_000;

/**
 * Runs one command and keeps what it printed.
 * @param {{ name: string, command: string[], env?: Record<string, string>, limitSeconds?: number, show?: boolean }} step
 * `limitSeconds` ends a command that hangs (default 600); `show` passes its output through as it comes.
 * @returns {Promise<{ name: string, ok: boolean, code: number | null, output: string, seconds: number }>}
 */
export function runStep({ name, command, env = {}, limitSeconds = 600, show = false }) {
  const [file, ...args] = command;
  const started = process.hrtime.bigint();
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...quietEnvironment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    running.add(child);
    let output = "";
    const keep = (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const limit = setTimeout(() => {
      keep(`\n${name}: ended after ${limitSeconds} s without finishing\n`);
      end(child);
    }, limitSeconds * 1000);
    const finish = (code) => {
      clearTimeout(limit);
      running.delete(child);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      resolve({ name, ok: code === 0, code, output, seconds });
    };
    child.on("error", (error) => {
      keep(`${error.message}\n`);
      finish(127);
    });
    child.on("close", finish);
  });
}

/** Runs steps, `width` at a time, in the order given; `done` hears of each as it ends. */
export async function runSteps(steps, { width = 2, done = () => {} } = {}) {
  const waiting = [...steps];
  const results = [];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      done(result);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}

const running = new Set();

/** A step's whole process group: a test runner's workers must not outlive it. */
function end(child) {
  signal(child, "SIGTERM");
  setTimeout(() => signal(child, "SIGKILL"), killGraceMs).unref();
}

function signal(child, name) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => {
    for (const child of running) signal(child, "SIGTERM");
    process.exit(name === "SIGINT" ? 130 : 143);
  });
}
