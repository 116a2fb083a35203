import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as keys from "./keys.ts";

const texts = fc.string({
  unit: fc.constantFrom("a", "b", "#", "%", "%23", "|", " ", "云", "0"),
  maxLength: 5,
});
const workspaces = fc.constantFrom("aa", "aab", "acme", "acme2").map(keys.workspaceKey);

/** Every key with two free parts or more. */
const makers: readonly ((
  workspace: keys.WorkspaceKey,
  a: string,
  more: readonly string[],
) => keys.ItemKey)[] = [
  (workspace, a, [b = ""]) => keys.recordKey(workspace, a, b),
  (workspace, a, [b = "", c = ""]) => keys.uniqueKey(workspace, { objectId: a, fieldId: b, key: c }),
  (workspace, a, [b = ""]) => keys.binKey(workspace, a, b),
  (workspace, a, [b = ""]) => keys.sequenceKey(workspace, a, b),
  (workspace, a, [b = ""]) => keys.ledgerKey(workspace, a, b),
  (workspace, a, [b = ""]) => ({ pk: keys.historyPartition(workspace, a, b), sk: "1" }),
  (workspace, a, [b = ""]) => keys.draftKey(workspace, a, b),
  (workspace, a, [b = ""]) => keys.cellKey(workspace, { objectId: "o", fieldId: a, value: b, owner: "u1" }),
];

describe("keys", () => {
  it("are equal exactly when what they are made from is", () => {
    const parts = fc.record({
      maker: fc.nat(makers.length - 1),
      workspace: workspaces,
      a: texts,
      b: texts,
      c: texts,
    });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const made = [one, other].map(({ maker, workspace, a, b, c }) =>
          makers[maker]?.(workspace, a, [b, c]),
        );
        const isSamePlace = JSON.stringify(made[0]) === JSON.stringify(made[1]);
        const without = ({ maker, workspace, a, b, c }: typeof one) => [
          maker,
          workspace,
          a,
          b,
          maker === 1 ? c : "",
        ];
        const isSameSource = JSON.stringify(without(one)) === JSON.stringify(without(other));
        expect(isSamePlace).toBe(isSameSource);
      }),
      { numRuns: 3_000 },
    );
  });

  it("begin with their workspace, and no workspace's keys begin another's", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(makers.length - 1), workspaces, workspaces, texts),
        ([maker, mine, other, text]) => {
          const pk = makers[maker]?.(mine, text, [text, text]).pk ?? "";
          expect(pk.startsWith(`${mine}#`)).toBe(true);
          expect(pk.startsWith(`${other}#`)).toBe(mine === other);
        },
      ),
    );
  });

  it("refuse what is no workspace id", () => {
    for (const wrong of ["", "a", "A1", "a#b", "ab ", "abcdefghijklmnopq"]) {
      expect(() => keys.workspaceKey(wrong)).toThrow();
    }
  });

  it("lead back to the record", () => {
    fc.assert(
      fc.property(workspaces, texts, fc.string({ minLength: 1 }), (workspace, objectId, id) => {
        expect(keys.readRecordKey(keys.recordKey(workspace, objectId, id))).toEqual({
          workspace,
          objectId,
          id,
        });
      }),
    );
  });
});
