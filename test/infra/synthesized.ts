import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import type { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { addPlatform } from "#infra/cloud/platform.ts";
import type { Platform } from "#infra/cloud/platform.ts";
import { readSettings } from "#infra/cloud/settings.ts";

type Context = Readonly<Record<string, unknown>>;

/** A resource of a template; properties are whatever CloudFormation defines for its type. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export interface Synthesized {
  readonly app: App;
  readonly platform: Platform;
  /** Resources of a type in every stack, by logical id. */
  all(type: string): Resource[];
  /** Template of one stack. */
  template(name: keyof Platform): Template;
}

/** The whole app with the context of `cdk.json`, without bundling, which needs no handler and takes two seconds. */
export function synthesize(context: Context = {}): Synthesized {
  const app = anApp(context);
  const platform = addPlatform(app, readSettings(app.node));
  const templates = new Map<Stack, Template>();
  const templateOf = (stack: Stack) => {
    const known = templates.get(stack) ?? Template.fromStack(stack);
    templates.set(stack, known);
    return known;
  };
  return {
    app,
    platform,
    all: (type) => Object.values(platform).flatMap((stack) => resourcesOf(templateOf(stack as Stack), type)),
    template: (name) => templateOf(platform[name]),
  };
}

/** An app as the CDK command line would make it, but with bundling off. */
export function anApp(context: Context = {}): App {
  const file = JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8")) as {
    readonly context: Context;
  };
  return new App({
    outdir: mkdtempSync(join(tmpdir(), "tessera-synth-")),
    context: { ...file.context, ...context, "aws:cdk:bundling-stacks": [] },
  });
}

/** Resources of a type in one template. */
export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.values(template.findResources(type)) as unknown as Resource[];
}

/** The property at a path such as `Targets.0.Arn`, or undefined. */
export function at({ Properties }: Resource, path: string): unknown {
  return path.split(".").reduce<unknown>((value, step) => {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }, Properties);
}
