import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { App, Stack } from "aws-cdk-lib";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { expect, it } from "vitest";
import { bundling, root } from "#infra/cloud/constructs/lambda-entry.ts";
import { startEngine } from "#infra/local/engine.ts";
import { createTable } from "#infra/local/table.ts";
import { table } from "#infra/topology.ts";

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

it("a handler's bundle is one small module, with credentials from the environment only, that reads the table", async () => {
  const folder = bundle();
  expect(readdirSync(folder).toSorted()).toEqual(["index.mjs", "index.mjs.map"]);
  const text = readFileSync(join(folder, "index.mjs"), "utf8");
  const kilobytes = text.length / 1000;
  expect(kilobytes).toBeLessThan(190);
  const words = ["AWS_ACCESS_KEY_ID", "sourceMappingURL", "GetRoleCredentials", "role_arn", ":event-type"];
  expect(words.filter((word) => text.includes(word))).toEqual(["AWS_ACCESS_KEY_ID", "sourceMappingURL"]);
  const engine = await startEngine({ dataDir: ":memory:" });
  try {
    await createTable(engine.endpoint, table);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    });
    const module = (await import(pathToFileURL(join(folder, "index.mjs")).href)) as {
      readonly handler: () => Promise<{ readonly Item?: unknown }>;
    };
    expect(Object.keys(module)).toEqual(["handler"]);
    expect((await module.handler()).Item).toEqual({ pk: { S: "p" }, sk: { S: "s" } });
  } finally {
    await engine.stop();
  }
});
