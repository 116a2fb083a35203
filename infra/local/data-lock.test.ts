import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DataInUseError, lockData } from "./data-lock.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "tessera-lock-"));

describe("the claim on a data folder", () => {
  it("is refused while its process lives, and free again after release", () => {
    const folder = newFolder();
    const release = lockData(folder);
    expect(() => lockData(folder)).toThrow(DataInUseError);
    release();
    lockData(folder)();
  });

  it.each([
    ["a process that is gone", '{"pid":4194303,"started":"1"}'],
    ["a process id that now belongs to another process", `{"pid":${process.pid},"started":"1"}`],
    ["a half-written file", '{"pid":'],
  ])("of %s does not count", (_name, content) => {
    const folder = newFolder();
    writeFileSync(join(folder, "server.lock"), content);
    lockData(folder)();
  });
});
