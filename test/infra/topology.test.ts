import { describe, expect, it } from "vitest";
import { environment, queueUrlVariable } from "#infra/environment.ts";
import { functions, keyPrefix, publicRoutes, queues, rules, table } from "#infra/topology.ts";
import type { FunctionSpec, Trigger } from "#infra/topology.ts";
import { at, synthesize } from "./synthesized.ts";
import type { Resource } from "./synthesized.ts";

const { all, template } = synthesize();

/** Physical name of a part in the stage without a suffix. */
const named = (name: string) => `${table.name}-${name}`;
const sorted = (values: Iterable<string>) => [...values].toSorted();
const property = (type: string, name: string) =>
  sorted(all(type).map(({ Properties }) => String(Properties[name])));
const withTrigger = <Kind extends Trigger["kind"]>(kind: Kind) =>
  functions.flatMap((spec) =>
    spec.trigger.kind === kind
      ? [{ spec, trigger: spec.trigger as Extract<Trigger, { readonly kind: Kind }> }]
      : [],
  );

describe("what the topology names exists exactly once, and nothing else of its kind", () => {
  it("functions", () => {
    expect(property("AWS::Lambda::Function", "FunctionName")).toEqual(
      sorted(functions.map(({ name }) => named(name))),
    );
  });

  it("queues, each with its dead-letter queue, and one for what a stream or schedule gave up", () => {
    const expected = [
      ...queues.flatMap(({ name }) => [named(name), named(`${name}-dlq`)]),
      ...functions
        .filter(({ trigger }) => trigger.kind === "stream" || trigger.kind === "schedule")
        .map(({ name }) => named(`${name}-failures`)),
    ];
    expect(property("AWS::SQS::Queue", "QueueName")).toEqual(sorted(expected));
  });

  it("rules with bus, pattern and target", () => {
    const inTemplate = all("AWS::Events::Rule").map(({ Properties }) => ({
      name: Properties["Name"],
      onDefaultBus: Properties["EventBusName"] === "default",
      pattern: Properties["EventPattern"],
      targets: (Properties["Targets"] as unknown[]).length,
    }));
    const expected = rules.map(({ name, bus, pattern }) => ({
      name: named(name),
      onDefaultBus: bus === "default",
      pattern:
        bus === "default"
          ? { ...pattern, detail: { mail: { tags: { "ses:configuration-set": [table.name] } } } }
          : pattern,
      targets: 1,
    }));
    expect(inTemplate).toHaveLength(rules.length);
    expect(inTemplate).toEqual(expect.arrayContaining(expected));
  });

  it.each(rules)("rule $name leads to queue $target", ({ name, target }) => {
    const rule = one("AWS::Events::Rule", "Name", named(name));
    expect(arnOf(at(rule, "Targets.0.Arn"))).toBe(queueId(named(target)));
    expect(arnOf(at(rule, "Targets.0.DeadLetterConfig.Arn"))).toBe(queueId(named(`${target}-dlq`)));
  });

  it("one bus of its own, with an archive", () => {
    expect(property("AWS::Events::EventBus", "Name")).toEqual([table.name]);
    expect(all("AWS::Events::Archive").map(({ Properties }) => Properties["RetentionDays"])).toEqual([30]);
  });

  it("schedules", () => {
    const expected = withTrigger("schedule").map(({ spec, trigger }) => ({
      Name: named(spec.name),
      ScheduleExpression: `rate(${trigger.everyMinutes} minute${trigger.everyMinutes === 1 ? "" : "s"})`,
    }));
    const inTemplate = all("AWS::Scheduler::Schedule").map(({ Properties }) => ({
      Name: Properties["Name"],
      ScheduleExpression: Properties["ScheduleExpression"],
    }));
    expect(inTemplate).toEqual(expected);
  });

  it("routes: everything under the protected prefix with a token, the public addresses without", () => {
    const inTemplate = all("AWS::ApiGatewayV2::Route").map(
      ({ Properties }) =>
        `${Properties["RouteKey"]} ${Properties["AuthorizationType"] ?? "NONE"} ${answeredBy(Properties["Target"])}`,
    );
    const expected = withTrigger("http").flatMap(({ spec, trigger }) => [
      ...trigger.paths.flatMap((path) => [
        `ANY ${path} JWT ${named(spec.name)}`,
        `ANY ${keyPrefix}${path} NONE ${named(spec.name)}`,
      ]),
      ...trigger.publicRoutes.flatMap(({ path, methods }) =>
        methods.map((method) => `${method} ${path} NONE ${named(spec.name)}`),
      ),
    ]);
    expect(expected.length).toBeGreaterThan(publicRoutes.length);
    expect(sorted(inTemplate)).toEqual(sorted(expected));
  });
});

describe("the table has the shape of the topology", () => {
  const [only, ...others] = all("AWS::DynamoDB::GlobalTable");
  const properties = only?.Properties ?? {};

  it("is one, with its keys", () => {
    expect(others).toEqual([]);
    expect(properties["TableName"]).toBe(table.name);
    expect(properties["KeySchema"]).toEqual(keys(table.sortKey));
  });

  it("has the indexes, all strings", () => {
    const expected = table.indexes.map(({ name, attribute, include }) => ({
      IndexName: name,
      KeySchema: keys(attribute),
      Projection:
        include.length > 0
          ? { ProjectionType: "INCLUDE", NonKeyAttributes: include }
          : { ProjectionType: "KEYS_ONLY" },
    }));
    expect(properties["GlobalSecondaryIndexes"]).toEqual(expected);
    expect(properties["GlobalSecondaryIndexes"]).toHaveLength(12);
    const attributes = [
      table.partitionKey,
      table.sortKey,
      ...table.indexes.map(({ attribute }) => attribute),
    ];
    expect(properties["AttributeDefinitions"]).toHaveLength(attributes.length);
    expect(properties["AttributeDefinitions"]).toEqual(
      expect.arrayContaining(attributes.map((name) => ({ AttributeName: name, AttributeType: "S" }))),
    );
  });

  it("forgets by its time-to-live attribute and streams both images", () => {
    expect(properties["TimeToLiveSpecification"]).toEqual({
      AttributeName: table.ttlAttribute,
      Enabled: true,
    });
    expect(properties["StreamSpecification"]).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
  });
});

describe("a function is what the topology says", () => {
  it.each(functions)("$name: size, time and environment", (spec) => {
    const resource = one("AWS::Lambda::Function", "FunctionName", named(spec.name));
    expect(resource.Properties).toMatchObject({ MemorySize: spec.memoryMb, Timeout: spec.timeoutSeconds });
    const { queueUrlPrefix, ...variables } = environment;
    const expected = [...Object.values(variables), ...queues.map(({ name }) => queueUrlVariable(name))];
    expect(queueUrlPrefix).toBe("QUEUE_URL_");
    expect(sorted(Object.keys(at(resource, "Environment.Variables") as object))).toEqual(
      sorted([...expected, "NODE_OPTIONS"]),
    );
  });

  it.each(withTrigger("stream"))("$spec.name reads the stream", ({ spec, trigger }) => {
    const mapping = mappingOf(spec);
    expect(mapping.Properties).toMatchObject({
      BatchSize: trigger.batchSize,
      MaximumRetryAttempts: trigger.maxRetries,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRecordAgeInSeconds: 6 * 60 * 60,
      StartingPosition: "TRIM_HORIZON",
    });
    expect(arnOf(at(mapping, "DestinationConfig.OnFailure.Destination"))).toBe(
      queueId(named(`${spec.name}-failures`)),
    );
    const type = { ty: { S: trigger.itemTypes } };
    const patterns = (at(mapping, "FilterCriteria.Filters") as { readonly Pattern: string }[]).map(
      ({ Pattern }) => JSON.parse(Pattern) as unknown,
    );
    expect(patterns).toEqual([
      { dynamodb: { NewImage: type } },
      { eventName: ["REMOVE"], dynamodb: { OldImage: type } },
    ]);
  });

  it.each(withTrigger("queue"))("$spec.name consumes its queue", ({ spec, trigger }) => {
    const mapping = mappingOf(spec);
    expect(arnOf(at(mapping, "EventSourceArn"))).toBe(queueId(named(trigger.queue)));
    expect(mapping.Properties).toMatchObject({
      BatchSize: trigger.batchSize,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: trigger.maxConcurrency },
    });
  });

  it("has no other event source", () => {
    expect(all("AWS::Lambda::EventSourceMapping")).toHaveLength(
      withTrigger("stream").length + withTrigger("queue").length,
    );
  });
});

/** The one resource of a type whose property has the value. */
function one(type: string, name: string, value: string): Resource {
  const found = all(type).filter(({ Properties }) => Properties[name] === value);
  expect(found).toHaveLength(1);
  return found[0] as Resource;
}

function mappingOf({ name }: FunctionSpec): Resource {
  const id = logicalId("AWS::Lambda::Function", "FunctionName", named(name));
  const found = all("AWS::Lambda::EventSourceMapping").filter(
    (mapping) => at(mapping, "FunctionName.Ref") === id,
  );
  expect(found).toHaveLength(1);
  return found[0] as Resource;
}

function queueId(queueName: string): string {
  return logicalId("AWS::SQS::Queue", "QueueName", queueName);
}

function logicalId(type: string, name: string, value: string): string {
  const entries = Object.entries(template("backend").findResources(type, { Properties: { [name]: value } }));
  expect(entries).toHaveLength(1);
  return entries[0]?.[0] ?? "";
}

/** Physical name of the function behind an integration of the HTTP API. */
function answeredBy(target: unknown): string {
  const [, integrationId] = /"Ref":"(\w+)"/.exec(JSON.stringify(target)) ?? [];
  const resources = template("backend").findResources("AWS::ApiGatewayV2::Integration");
  const [, functionId] = /"(\w+)","Arn"/.exec(JSON.stringify(resources[integrationId ?? ""])) ?? [];
  return String(
    template("backend").findResources("AWS::Lambda::Function")[functionId ?? ""]?.["Properties"][
      "FunctionName"
    ],
  );
}

/** Logical id of the resource whose ARN is meant. */
function arnOf(value: unknown): string {
  return (value as { readonly "Fn::GetAtt": readonly [string, "Arn"] })["Fn::GetAtt"][0];
}

function keys(sortKey: string) {
  return [
    { AttributeName: table.partitionKey, KeyType: "HASH" },
    { AttributeName: sortKey, KeyType: "RANGE" },
  ];
}
