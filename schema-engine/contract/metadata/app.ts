import {
  apiName,
  elementId,
  listOf,
  localizedText,
  objectOf,
  optional,
  text,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

/** A place of the navigation: an object, optionally at one of its views. */
const item = objectOf({
  id: optional(elementId()),
  object: apiName(),
  /** API name of the view it opens; absent: the object's first. */
  view: optional(apiName()),
  label: optional(localizedText(80)),
});

const group = objectOf({
  id: optional(elementId()),
  /** Absent: the items stand without a heading. */
  label: optional(localizedText(80)),
  items: listOf(item, { minItems: 1, maxItems: 40 }),
});

const app = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  description: optional(localizedText(300)),
  /** Lucide icon name without prefix. */
  icon: optional(text({ pattern: "^[a-z0-9-]{1,60}$" })),
  /** API names of the roles that see it; absent: everyone. */
  roles: optional(listOf(apiName(), { minItems: 1, maxItems: 50, uniqueItems: true })),
  groups: listOf(group, { minItems: 1, maxItems: 20 }),
});

export type AppDefinition = Static<typeof app>;

/** A named set of objects and views for one kind of work; the switch at the top of the navigation. */
export const appKind = defineMetadataKind<AppDefinition>({
  kind: "app",
  label: { "zh-CN": "应用", en: "App" },
  schema: app,
  elementLists: ["/groups"],
  check: () => [],
  references: (body) => [
    ...(body.roles ?? []).map((name, at) => ({ kind: "role", target: name, pointer: `/roles/${at}` })),
    ...body.groups.flatMap((one, at) =>
      one.items.flatMap((item, which) => [
        { kind: "object", target: item.object, pointer: `/groups/${at}/items/${which}/object` },
        ...(item.view === undefined
          ? []
          : [{ kind: "view", target: item.view, pointer: `/groups/${at}/items/${which}/view` }]),
      ]),
    ),
  ],
});
