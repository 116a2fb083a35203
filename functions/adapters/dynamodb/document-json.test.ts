import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "vitest";
import { inputText, readOutput } from "./document-json.ts";

const item = {
  text: '北京 "云启"\n\u2028',
  empty: "",
  none: null,
  yes: true,
  no: false,
  zero: 0,
  negative: -1.5,
  tiny: 1e-9,
  list: [1, "two", null, [], {}, [{ three: 3 }]],
  map: { empty: {}, deep: { deeper: { "a.b": ["x"] } } },
};

describe("document JSON", () => {
  it("says what the SDK's marshaller says, and reads it back", () => {
    const sent = JSON.parse(inputText({ TableName: "t", Item: item })) as { Item: never };
    expect(sent.Item).toEqual(marshall(item));
    expect(readOutput(JSON.stringify({ Item: marshall(item) }), false)["Item"]).toEqual(item);
  });

  it("leaves out what is undefined", () => {
    const given = { a: undefined, b: [undefined, 1], c: { d: undefined } };
    const sent = JSON.parse(inputText({ Key: given, Limit: undefined })) as { Key: never };
    expect(sent).toEqual({ Key: marshall(given, { removeUndefinedValues: true }) });
  });

  it("converts values wherever an operation has them, and nothing else", () => {
    const sent: unknown = JSON.parse(
      inputText({
        RequestItems: { t: [{ PutRequest: { Item: { a: 1 } } }, { DeleteRequest: { Key: { b: "x" } } }] },
        TransactItems: [
          {
            Update: {
              Key: { c: true },
              UpdateExpression: "SET #a = :a",
              ExpressionAttributeNames: { "#a": "a" },
            },
          },
          { ConditionCheck: { Key: { d: "y" }, ExpressionAttributeValues: { ":v": 2 } } },
        ],
        Keys: [{ e: "z" }],
      }),
    );
    expect(sent).toEqual({
      RequestItems: {
        t: [{ PutRequest: { Item: { a: { N: "1" } } } }, { DeleteRequest: { Key: { b: { S: "x" } } } }],
      },
      TransactItems: [
        {
          Update: {
            Key: { c: { BOOL: true } },
            UpdateExpression: "SET #a = :a",
            ExpressionAttributeNames: { "#a": "a" },
          },
        },
        { ConditionCheck: { Key: { d: { S: "y" } }, ExpressionAttributeValues: { ":v": { N: "2" } } } },
      ],
      Keys: [{ e: { S: "z" } }],
    });
  });

  it("reads batches, transactions, what was not processed and capacity", () => {
    const stored = marshall({ pk: "p", n: 7 });
    const text = JSON.stringify({
      Responses: { t: [stored] },
      UnprocessedKeys: { t: { Keys: [marshall({ pk: "q" })] } },
      UnprocessedItems: { t: [{ PutRequest: { Item: stored } }] },
      ConsumedCapacity: [{ TableName: "t", CapacityUnits: 2.5 }],
      Count: 1,
    });
    expect(readOutput(text, false)).toEqual({
      Responses: { t: [{ pk: "p", n: 7 }] },
      UnprocessedKeys: { t: { Keys: [{ pk: "q" }] } },
      UnprocessedItems: { t: [{ PutRequest: { Item: { pk: "p", n: 7 } } }] },
      ConsumedCapacity: [{ TableName: "t", CapacityUnits: 2.5 }],
      Count: 1,
    });
    expect(readOutput(JSON.stringify({ Responses: [{ Item: stored }, {}] }), false)).toEqual({
      Responses: [{ Item: { pk: "p", n: 7 } }, {}],
    });
    expect(readOutput("", false)).toEqual({});
  });

  it("keeps numbers exact where asked, and bytes and sets as they are", () => {
    const values = { n: { N: "12345678901234567890.5" }, b: { B: "AAEC" }, s: { SS: ["a", "b"] } };
    const read = readOutput(JSON.stringify({ Item: values }), true)["Item"];
    expect(read).toEqual({
      n: { value: "12345678901234567890.5" },
      b: new Uint8Array([0, 1, 2]),
      s: new Set(["a", "b"]),
    });
    const sent = inputText({
      Item: { b: new Uint8Array([0, 1, 2]), s: new Set(["a", "b"]), big: 10n ** 20n },
    });
    expect(JSON.parse(sent)).toEqual({
      Item: { b: { B: "AAEC" }, s: { SS: ["a", "b"] }, big: { N: "100000000000000000000" } },
    });
    expect(() => inputText({ Item: { n: Number.NaN } })).toThrow("NaN");
    const unsafe = { n: { N: "9007199254740993" } };
    expect(readOutput(JSON.stringify({ Item: unsafe }), false)["Item"]).toEqual(unmarshall(unsafe));
  });
});
