import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { DataInUseError } from "#infra/local/data-lock.ts";
import { PortInUseError } from "#infra/local/listen.ts";
import type { MailView } from "#infra/local/mailbox/mail-view.ts";
import { startLocal, type Local, type LocalOptions } from "#infra/local/start.ts";
import { smallFunctions as newSmallFunctions } from "./local-small-functions.ts";

let local: Local | undefined;
afterEach(async () => {
  await local?.stop();
  local = undefined;
});

const smallFunctions = () => newSmallFunctions(() => local?.clock.milliseconds() ?? 0);
const start = async (options: LocalOptions) => (local = await startLocal(options));

async function json<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`${local?.origin ?? ""}${path}`, init);
  return (await answer.json()) as T;
}

const post = (body: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

describe("the laptop", () => {
  it("runs a write through stream, bus, queue and mail, and the mailbox's buttons reach the real addresses", async () => {
    const { handlers, log } = smallFunctions();
    const running = await start({ handlers });
    const authorization = `Bearer ${await running.token("sales1@acme.test")}`;
    const written = await fetch(`${running.origin}/api/v1/x`, {
      method: "POST",
      body: "one",
      headers: { authorization },
    });
    expect(written.status).toBe(200);
    await running.drain();
    expect(log).toEqual(["POST /api/v1/x", "Email Sent", "Email Delivered"]);
    const [mail] = await json<MailView[]>("/_local/mail?to=b@acme.test");
    expect(mail).toMatchObject({ subject: "one", to: ["b@acme.test"], links: [`${running.origin}/c/abc`] });
    expect(await json("/_local/mail?to=nobody@acme.test")).toEqual([]);
    log.length = 0;
    for (const action of ["open", "click", "unsubscribe", "bounce"])
      await json(`/_local/mail/${mail?.id ?? ""}:${action}`, post({}));
    await running.drain();
    expect(log).toEqual(["GET /o/abc", "GET /c/abc", "POST /u/abc", "Email Bounced"]);
    const [after] = await json<MailView[]>("/_local/mail");
    expect(after?.events.map((event) => event.type)).toEqual(["Send", "Delivery", "Open", "Click", "Bounce"]);
  });

  it("moves the clock from one timer to the next and returns when what follows has run", async () => {
    const { handlers, log, setTimer } = smallFunctions();
    const running = await start({ handlers });
    const now = running.clock.milliseconds();
    await setTimer("hour", now + 3_600_000);
    await setTimer("two days", now + 2 * 86_400_000);
    await setTimer("later", now + 9 * 86_400_000);
    log.length = 0;
    const clock = await json<{ now: string }>("/_local/clock", post({ advance: "P3D" }));
    expect(Date.parse(clock.now)).toBeGreaterThanOrEqual(now + 3 * 86_400_000);
    expect(log.filter((line) => line.includes(" at "))).toEqual(["hour at its time", "two days at its time"]);
    const subjects = (await json<MailView[]>("/_local/mail")).map((mail) => mail.subject);
    expect(subjects).toEqual(["fired-hour", "fired-two days"]);
    const refused = await fetch(`${running.origin}/_local/clock`, post({ advance: "soon" }));
    expect(refused.status).toBe(422);
    const foreign = { ...post({ advance: "P1D" }), headers: { origin: "http://evil.test" } };
    expect((await fetch(`${running.origin}/_local/clock`, foreign)).status).toBe(403);
  });

  it("keeps everything through a restart, and refuses a second server on the folder and a taken port", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "tessera-local-"));
    const { handlers } = smallFunctions();
    const first = await start({ handlers, dataDir });
    expect(first.newPassword).toMatch(/^[\w-]{12}$/);
    await expect(startLocal({ handlers, dataDir })).rejects.toThrow(DataInUseError);
    const port = Number(new URL(first.origin).port);
    await expect(startLocal({ handlers, port })).rejects.toThrow(PortInUseError);
    const token = await first.token("admin@globex.test");
    const authorization = `Bearer ${token}`;
    await fetch(`${first.origin}/api/v1/x`, { method: "POST", body: "kept", headers: { authorization } });
    await first.drain();
    await first.advance(3_600_000);
    const offset = first.clock.offset();
    await first.stop();

    const second = await start({ handlers, dataDir, port });
    expect(second.newPassword).toBeUndefined();
    expect(second.clock.offset()).toBe(offset);
    expect((await fetch(`${second.origin}/api/v1/x`, { headers: { authorization } })).status).toBe(200);
    expect((await json<MailView[]>("/_local/mail")).map((mail) => mail.subject)).toEqual(["kept"]);
    await second.drain();
    expect(second.mails.list()).toHaveLength(1);
  });

  it("loses nothing when the process is killed in the middle of its work", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "tessera-kill-"));
    const script = `
      import { startLocal } from "./infra/local/start.ts";
      import { smallFunctions } from "./test/contracts/local-small-functions.ts";
      const { handlers, put } = smallFunctions(() => 0);
      const send = handlers["send-mail"];
      let taken = 0;
      const stuck = (event) => ((taken += event.Records.length) > 40 ? new Promise(() => {}) : send(event));
      await startLocal({ dataDir: ${JSON.stringify(dataDir)}, handlers: { ...handlers, "send-mail": stuck } });
      for (let at = 1; at <= 120; at++) await put("r" + at);
      process.stdout.write("written\\n");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;

    const { handlers } = smallFunctions();
    const running = await start({ handlers, dataDir });
    const before = running.mails.list().length;
    await running.drain();
    const views = await json<MailView[]>("/_local/mail");
    const wanted = Array.from({ length: 120 }, (_, at) => `r${at + 1}`);
    expect(before).toBeLessThan(120);
    expect([...new Set(views.map((mail) => mail.subject))].sort()).toEqual(wanted.sort());
  });

  it("shows page, events, queues and the studio's settings", async () => {
    const { handlers } = smallFunctions();
    const { origin } = await start({ handlers });
    const page = await fetch(`${origin}/_local/`);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(await page.text()).toContain("/_local/page.js");
    expect((await fetch(`${origin}/_local/page.js`)).headers.get("content-type")).toContain("javascript");
    expect(await json("/_local/events")).toEqual([]);
    const { queues } = await json<{ queues: { name: string }[] }>("/_local/queues");
    expect(queues.map((queue) => queue.name)).toContain("send-mail-dlq");
    expect(await json("/config.json")).toMatchObject({
      issuer: `${origin}/oidc`,
      clientId: "tessera-studio",
    });
  });
});
