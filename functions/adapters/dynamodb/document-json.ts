import { convertToAttr, convertToNative } from "@aws-sdk/util-dynamodb";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/**
 * DynamoDB's JSON made and read in one walk each, with the meaning of `@aws-sdk/util-dynamodb` (marshall with
 * removeUndefinedValues, unmarshall with or without wrapNumbers), which still converts what is not plain JSON: sets,
 * bytes, wrapped and unsafe numbers. The SDK walks a schema, its own value classes and the text one after another, which
 * cost more CPU than the request's own work.
 */

/** Text of an operation's input, native values in it as attribute values. */
export function inputText(input: object): string {
  return memberText(input);
}

/** An operation's output from its text, attribute values in it as native values. */
export function readOutput(text: string, wrapNumbers: boolean): Record<string, unknown> {
  return text === "" ? {} : (readMembers(JSON.parse(text), wrapNumbers) as Record<string, unknown>);
}

/** Members of inputs that are maps of values, and those that are lists of them. */
const inputMaps: ReadonlySet<string> = new Set([
  "Item",
  "Key",
  "ExpressionAttributeValues",
  "ExclusiveStartKey",
]);

function memberText(member: unknown): string {
  if (typeof member !== "object" || member === null) return JSON.stringify(member);
  if (Array.isArray(member)) return `[${member.map(memberText).join(",")}]`;
  let text = "";
  const all = member as Readonly<Record<string, unknown>>;
  for (const name in all) {
    const value = all[name];
    if (value === undefined) continue;
    text += `${text === "" ? "{" : ","}${JSON.stringify(name)}:${namedText(name, value)}`;
  }
  return text === "" ? "{}" : `${text}}`;
}

function namedText(name: string, value: unknown): string {
  if (inputMaps.has(name)) return mapText(value as Readonly<Record<string, unknown>>);
  if (name === "Keys")
    return `[${(value as readonly Readonly<Record<string, unknown>>[]).map(mapText).join(",")}]`;
  return memberText(value);
}

function mapText(map: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const name in map) {
    const value = map[name];
    if (isAbsent(value)) continue;
    text += `${text === "" ? "{" : ","}${JSON.stringify(name)}:${valueText(value)}`;
  }
  return text === "" ? "{}" : `${text}}`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "function";
}

function valueText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `{"S":${JSON.stringify(value)}}`;
    case "boolean":
      return value ? '{"BOOL":true}' : '{"BOOL":false}';
    case "number":
      return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
        ? `{"N":"${value}"}`
        : convertedText(value);
    default:
      return objectText(value);
  }
}

function objectText(value: unknown): string {
  if (value === null) return '{"NULL":true}';
  if (Array.isArray(value))
    return `{"L":[${value
      .filter((one) => !isAbsent(one))
      .map(valueText)
      .join(",")}]}`;
  const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) return convertedText(value);
  return `{"M":${mapText(value as Readonly<Record<string, unknown>>)}}`;
}

function convertedText(value: unknown): string {
  return JSON.stringify(convertToAttr(value, { removeUndefinedValues: true }), base64);
}

/** Bytes are base64 in DynamoDB's JSON; `value` is what `toJSON` made of them. */
function base64(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const given = this[name];
  return given instanceof Uint8Array ? Buffer.from(given).toString("base64") : value;
}

/** Members of outputs that are maps of values, and those that are lists of them. */
const outputMaps: ReadonlySet<string> = new Set(["Item", "Key", "Attributes", "LastEvaluatedKey"]);
const outputLists: ReadonlySet<string> = new Set(["Items", "Keys"]);

type Member = Readonly<Record<string, unknown>>;

function readMembers(member: unknown, wrapNumbers: boolean): unknown {
  if (typeof member !== "object" || member === null) return member;
  if (Array.isArray(member)) return member.map((one) => readMembers(one, wrapNumbers));
  const read: Record<string, unknown> = {};
  for (const name in member) read[name] = readNamed(name, (member as Member)[name], wrapNumbers);
  return read;
}

function readNamed(name: string, value: unknown, wrapNumbers: boolean): unknown {
  if (outputMaps.has(name)) return readMap(value as Member, wrapNumbers);
  if (outputLists.has(name)) return (value as readonly Member[]).map((one) => readMap(one, wrapNumbers));
  if (name === "Responses") return readResponses(value, wrapNumbers);
  return readMembers(value, wrapNumbers);
}

/** Of a batch: lists of items by table; of a transaction: one item each. */
function readResponses(value: unknown, wrapNumbers: boolean): unknown {
  if (Array.isArray(value)) return readMembers(value, wrapNumbers);
  const tables = Object.entries(value as Readonly<Record<string, readonly Member[]>>);
  return Object.fromEntries(
    tables.map(([table, items]) => [table, items.map((item) => readMap(item, wrapNumbers))]),
  );
}

function readMap(map: Member, wrapNumbers: boolean): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const name in map) {
    const value = readValue(map[name] as Member, wrapNumbers);
    if (name === "__proto__") Object.defineProperty(read, name, { ...own, value });
    else read[name] = value;
  }
  return read;
}

const own = { enumerable: true, configurable: true, writable: true } as const;

function readValue(value: Member, wrapNumbers: boolean): unknown {
  for (const kind in value) {
    const content = value[kind];
    switch (kind) {
      case "S":
      case "BOOL":
        return content;
      case "N":
        return readNumber(content as string, wrapNumbers);
      case "NULL":
        return null;
      case "M":
        return readMap(content as Member, wrapNumbers);
      case "L":
        return (content as readonly Member[]).map((one) => readValue(one, wrapNumbers));
      default:
        return convertToNative(withBytes(value), { wrapNumbers });
    }
  }
  return undefined;
}

function readNumber(text: string, wrapNumbers: boolean): unknown {
  const number = Number(text);
  const isPlain = !wrapNumbers && Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
  return isPlain ? number : convertToNative({ N: text }, { wrapNumbers });
}

/** Sets and bytes, the latter out of base64. */
function withBytes(value: Member): AttributeValue {
  const { B, BS } = value as { readonly B?: string; readonly BS?: readonly string[] };
  if (B !== undefined) return { B: bytesOf(B) };
  if (BS !== undefined) return { BS: BS.map(bytesOf) };
  return value as unknown as AttributeValue;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
