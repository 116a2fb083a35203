import fc from "fast-check";
import { expect, it } from "vitest";
import {
  accessOf,
  explainAccess,
  objectAccess,
  systemAccess,
  type ObjectPermission,
  type RoleDefinition,
  type WorkspaceModel,
} from "#engine";

const objects = ["deal", "note"] as const;
const fields = ["amount", "secret", "title"] as const;
const people = ["ann", "bob", "cid", "dan"] as const;
const verbs = ["create", "read", "update", "delete"] as const;

const permission: fc.Arbitrary<ObjectPermission> = fc.record(
  {
    create: fc.boolean(),
    read: fc.boolean(),
    update: fc.boolean(),
    delete: fc.boolean(),
    scope: fc.constantFrom("own", "team", "all"),
    fields: fc.dictionary(fc.constantFrom("*", ...fields), fc.constantFrom("none", "read", "write")),
  },
  { requiredKeys: [] },
);

const role: fc.Arbitrary<RoleDefinition> = fc.record({
  apiName: fc.constantFrom("r1", "r2", "r3", "r4"),
  label: fc.constant({ "zh-CN": "角色", en: "Role" }),
  capabilities: fc.subarray(["metadata.manage", "runs.read"] as const),
  objects: fc.dictionary(fc.constantFrom("*", ...objects, "ghost"), permission),
});

const roles = fc.uniqueArray(role, { selector: (one) => one.apiName, maxLength: 4 });
const teammates = fc.subarray([...people]);

function modelOf(definitions: readonly RoleDefinition[]): WorkspaceModel {
  const byName = new Map(fields.map((name) => [name, {}]));
  return {
    objects: new Map(objects.map((name) => [name, { apiName: name, fields: [], byName }])),
    roles: new Map(definitions.map((one) => [one.apiName, one])),
  } as unknown as WorkspaceModel;
}

function accessFor(definitions: readonly RoleDefinition[], team: readonly string[] = []) {
  const user = { id: "ann", roles: definitions.map((one) => one.apiName) };
  return accessOf({ model: modelOf(definitions), user, teammates: team });
}

/** What one role says, read straight from the page that defines roles; the reference the decision is held against. */
function says(one: RoleDefinition, object: string): ObjectPermission | undefined {
  const stated = Object.hasOwn(one.objects, object) ? one.objects[object] : one.objects["*"];
  return stated?.read === true ? stated : undefined;
}

it("grants a verb exactly when a role that may read the object grants it", () => {
  fc.assert(
    fc.property(roles, fc.constantFrom(...objects), fc.constantFrom(...verbs), (given, object, verb) => {
      const granted = given.some((one) => says(one, object)?.[verb] === true);
      expect(objectAccess(accessFor(given), object)[verb]).toBe(granted);
    }),
  );
});

it("shows no field and no record that no role grants, and needs reading for everything else", () => {
  fc.assert(
    fc.property(roles, teammates, fc.constantFrom(...objects), (given, team, object) => {
      const access = objectAccess(accessFor(given, team), object);
      const reading = given.flatMap((one) => says(one, object) ?? []);
      for (const field of fields) {
        const shown = reading.some((one) => (one.fields?.[field] ?? one.fields?.["*"] ?? "write") !== "none");
        expect(access.field(field) !== "none").toBe(shown);
      }
      for (const owner of people) {
        const within = reading.some(
          ({ scope = "own" }) =>
            scope === "all" || owner === "ann" || (scope === "team" && team.includes(owner)),
        );
        expect(access.seesRecord({ owner })).toBe(within);
      }
      if (!access.read) expect(verbs.some((verb) => access[verb])).toBe(false);
    }),
  );
});

it("lets a field be written only when the object can be written", () => {
  fc.assert(
    fc.property(roles, fc.constantFrom(...objects), (given, object) => {
      const access = objectAccess(accessFor(given), object);
      const written = fields.filter((field) => access.field(field) === "write");
      if (!access.create && !access.update) expect(written).toEqual([]);
    }),
  );
});

it("never takes anything away by another role", () => {
  const rank = { none: 0, read: 1, write: 2 };
  fc.assert(
    fc.property(roles, teammates, fc.constantFrom(...objects), (given, team, object) => {
      fc.pre(given.length > 0);
      const fewer = objectAccess(accessFor(given.slice(1), team), object);
      const more = objectAccess(accessFor(given, team), object);
      for (const verb of verbs) expect(Number(more[verb])).toBeGreaterThanOrEqual(Number(fewer[verb]));
      for (const owner of people)
        expect(Number(more.seesRecord({ owner }))).toBeGreaterThanOrEqual(
          Number(fewer.seesRecord({ owner })),
        );
      for (const field of fields)
        expect(rank[more.field(field)]).toBeGreaterThanOrEqual(rank[fewer.field(field)]);
    }),
  );
});

it("knows no object and no field that the metadata does not have, not even names of JavaScript", () => {
  fc.assert(
    fc.property(roles, (given) => {
      const access = accessFor(given);
      for (const name of ["ghost", "__proto__", "constructor", "toString", ""]) {
        expect(objectAccess(access, name).read).toBe(false);
        expect(objectAccess(access, "deal").field(name)).toBe("none");
      }
    }),
  );
});

it("has the scope that it pushes into plans agree with what it says about one record", () => {
  fc.assert(
    fc.property(roles, teammates, fc.constantFrom(...objects), (given, team, object) => {
      const access = objectAccess(accessFor(given, team), object);
      for (const owner of people) {
        const inScope = access.scope.kind === "all" || access.scope.owners.has(owner);
        expect(access.seesRecord({ owner })).toBe(access.read && inScope);
      }
    }),
  );
});

it("explains each decision as it was made", () => {
  fc.assert(
    fc.property(
      roles,
      fc.record({
        object: fc.constantFrom(...objects),
        verb: fc.constantFrom(...verbs),
        owner: fc.constantFrom(...people),
      }),
      (given, { object, verb, owner }) => {
        const access = accessFor(given);
        const granted = objectAccess(access, object);
        const explanation = explainAccess(access, { object, verb, record: { owner } });
        expect(explanation.allowed).toBe(granted.read && granted[verb] && granted.seesRecord({ owner }));
        expect(explanation.allowed).toBe(explanation.obstacle === null);
        expect(explanation.reasons.map((one) => one.role)).toEqual(given.map((one) => one.apiName));
      },
    ),
  );
});

it("denies a user without roles everything, and the platform nothing", () => {
  const nobody = objectAccess(accessFor([]), "deal");
  expect([...verbs.map((verb) => nobody[verb]), nobody.seesRecord({ owner: "ann" })]).toEqual(
    Array(5).fill(false),
  );
  const system = objectAccess(systemAccess, "deal");
  expect([...verbs.map((verb) => system[verb]), system.seesRecord({ owner: "bob" })]).toEqual(
    Array(5).fill(true),
  );
});
