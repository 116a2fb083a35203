import { describe, expect, it } from "vitest";
import { matchesPattern } from "./event-pattern.ts";

const event = {
  source: "tessera",
  "detail-type": "crm.record.updated",
  detail: {
    n: 5,
    name: "Ada Wong",
    tags: ["vip", "beta"],
    none: null,
    deep: { a: [{ b: 1 }, { b: 2 }] },
    empty: "",
  },
};

const detail = (pattern: object) => ({ detail: pattern });

describe("an event pattern", () => {
  it.each([
    ["exact", { source: ["other", "tessera"] }],
    ["prefix", { "detail-type": [{ prefix: "crm.record." }] }],
    ["prefix ignoring case", { "detail-type": [{ prefix: { "equals-ignore-case": "CRM." } }] }],
    ["suffix", { "detail-type": [{ suffix: ".updated" }] }],
    ["equals-ignore-case", { source: [{ "equals-ignore-case": "TESSERA" }] }],
    ["wildcard in the middle", { "detail-type": [{ wildcard: "crm.*.updated" }] }],
    ["wildcard at both ends", { "detail-type": [{ wildcard: "*record*" }] }],
    ["several stars", { "detail-type": [{ wildcard: "c*m.*d*d" }] }],
    ["anything-but", { source: [{ "anything-but": ["aws.ses"] }] }],
    ["anything-but a prefix", { source: [{ "anything-but": { prefix: "aws." } }] }],
    ["anything-but a wildcard", { source: [{ "anything-but": { wildcard: "*.ses" } }] }],
    ["numeric range", detail({ n: [{ numeric: [">", 0, "<=", 5] }] })],
    ["exists", detail({ n: [{ exists: true }] })],
    ["exists false", detail({ gone: [{ exists: false }] })],
    ["null", detail({ none: [null] })],
    ["empty text", detail({ empty: [""] })],
    ["an element of a list", detail({ tags: ["beta"] })],
    ["an object in a list", detail({ deep: { a: { b: [2] } } })],
    ["$or", { $or: [{ source: ["x"] }, detail({ n: [5] })] }],
    [
      "$or beside a field",
      { source: ["tessera"], $or: [{ "detail-type": ["crm.record.updated"] }, { source: ["x"] }] },
    ],
    ["several fields", { source: ["tessera"], detail: { n: [5], tags: ["vip"] } }],
  ])("matches by %s", (_name, pattern) => {
    expect(matchesPattern(pattern, event)).toBe(true);
  });

  it.each([
    ["exact", { source: ["tesser"] }],
    ["text for a number", detail({ n: ["5"] })],
    ["prefix", { "detail-type": [{ prefix: "record" }] }],
    ["suffix", { "detail-type": [{ suffix: "update" }] }],
    ["wildcard that would have to overlap", { source: [{ wildcard: "tesse*sera" }] }],
    ["wildcard without a star", { source: [{ wildcard: "tess" }] }],
    ["escaped star", { source: [{ wildcard: "tess\\*" }] }],
    ["anything-but", { source: [{ "anything-but": ["tessera", "x"] }] }],
    ["anything-but a suffix", { source: [{ "anything-but": { suffix: "sera" } }] }],
    ["anything-but a missing field", { gone: [{ "anything-but": "x" }] }],
    ["numeric", detail({ n: [{ numeric: ["<", 5] }] })],
    ["numeric of a text", detail({ name: [{ numeric: ["=", 5] }] })],
    ["exists", detail({ gone: [{ exists: true }] })],
    ["exists false", detail({ n: [{ exists: false }] })],
    ["unknown operator", { source: [{ regex: ".*" }] }],
    ["one of several fields", { source: ["tessera"], detail: { n: [6] } }],
    ["$or", { $or: [{ source: ["x"] }, { source: ["y"] }] }],
    ["a nested pattern on a missing field", { gone: { a: ["x"] } }],
  ])("does not match by %s", (_name, pattern) => {
    expect(matchesPattern(pattern, event)).toBe(false);
  });
});
