import { objectAccess, type Capability, type Locale, type ObjectAccess, type ObjectModel } from "#engine";
import type { Caller } from "./caller.ts";

/** What `GET /me` answers. */
export interface CallerDescription {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly locale: Locale;
    readonly timeZone: string;
  };
  readonly workspace: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly locale: Locale;
    readonly currency: string;
  };
  readonly roles: readonly string[];
  readonly capabilities: readonly Capability[];
  readonly metadataVersion: number;
  /** By object API name; objects the caller may not read are absent. */
  readonly objects: Readonly<Record<string, ObjectDescription>>;
}

export interface ObjectDescription {
  readonly create: boolean;
  readonly read: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  readonly scope: "own" | "team" | "all";
  /** By field API name; hidden fields are absent. */
  readonly fields: Readonly<Record<string, "read" | "write">>;
  /** API names of sealed fields whose clear value the caller may reveal. */
  readonly reveals: readonly string[];
}

/** The caller and everything the caller may do. */
export function describeCaller(caller: Caller): CallerDescription {
  const { id, email, name, locale, timeZone, roles } = caller.user;
  const { model, access } = caller;
  const readable = [...model.objects.values()].filter((one) => objectAccess(access, one.apiName).read);
  return {
    user: { id, email, name, locale, timeZone },
    workspace: { ...model.workspace },
    roles,
    capabilities: [...access.capabilities],
    metadataVersion: model.version,
    objects: Object.fromEntries(
      readable.map((one) => [one.apiName, describeObject(one, objectAccess(access, one.apiName))]),
    ),
  };
}

function describeObject(object: ObjectModel, granted: ObjectAccess): ObjectDescription {
  const fields = object.fields.flatMap((field) => {
    const level = granted.field(field.apiName);
    if (level === "none") return [];
    return [[field.apiName, field.type.computed ? ("read" as const) : level] as const];
  });
  return {
    create: granted.create,
    read: granted.read,
    update: granted.update,
    delete: granted.delete,
    scope: granted.scopeName,
    fields: Object.fromEntries(fields),
    reveals: object.fields
      .filter(({ apiName, type }) => type.sealed && granted.reveals(apiName))
      .map((one) => one.apiName),
  };
}
