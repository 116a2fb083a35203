import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { App, Stack } from "aws-cdk-lib";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { expect, it } from "vitest";
import { bundling, root } from "#infra/cloud/constructs/lambda-entry.ts";

/** Folder of the one bundle of an app with the sample handler. */
function bundle(): string {
  const outdir = mkdtempSync(join(tmpdir(), "tessera-bundle-"));
  const app = new App({ outdir });
  new NodejsFunction(new Stack(app, "Sample"), "Sample", {
    entry: join(import.meta.dirname, "sample-handler.ts"),
    runtime: Runtime.NODEJS_24_X,
    projectRoot: root,
    depsLockFilePath: join(root, "package-lock.json"),
    bundling,
  });
  app.synth();
  const [folder] = readdirSync(outdir).filter((name) => name.startsWith("asset."));
  return join(outdir, String(folder));
}

it("a handler's bundle is one small module that this Node can load, with credentials from the environment only", async () => {
  const folder = bundle();
  expect(readdirSync(folder).toSorted()).toEqual(["index.mjs", "index.mjs.map"]);
  const text = readFileSync(join(folder, "index.mjs"), "utf8");
  const kilobytes = text.length / 1000;
  expect(kilobytes).toBeLessThan(250);
  const words = ["AWS_ACCESS_KEY_ID", "sourceMappingURL", "GetRoleCredentials", "role_arn"];
  expect(words.filter((word) => text.includes(word))).toEqual(["AWS_ACCESS_KEY_ID", "sourceMappingURL"]);
  const module = (await import(pathToFileURL(join(folder, "index.mjs")).href)) as Record<string, unknown>;
  expect(Object.keys(module)).toEqual(["handler"]);
});
