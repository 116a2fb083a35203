import { closed, dictionaryOf, text } from "../schemas.ts";

const yes = { type: "boolean" };
const locale = { enum: ["zh-CN", "en"] };

/** What a view lost because its reader may not read some fields. */
export const hiddenInView = closed({ columns: { type: "integer", minimum: 0 }, filter: yes, display: yes }, [
  "columns",
  "filter",
  "display",
]);

const objectAccess = closed(
  {
    create: yes,
    read: yes,
    update: yes,
    delete: yes,
    scope: { enum: ["own", "team", "all"] },
    fields: dictionaryOf(text),
    reveals: { type: "array", items: text },
  },
  ["create", "read", "update", "delete", "scope", "fields", "reveals"],
);

/** `GET /me`. */
export const callerAnswer = closed(
  {
    user: closed({ id: text, email: text, name: text, locale, timeZone: text }, [
      "id",
      "email",
      "name",
      "locale",
      "timeZone",
    ]),
    workspace: closed({ id: text, name: text, timeZone: text, locale, currency: text }, [
      "id",
      "name",
      "timeZone",
      "locale",
      "currency",
    ]),
    roles: { type: "array", items: text },
    capabilities: { type: "array", items: text },
    metadataVersion: { type: "integer", minimum: 0 },
    objects: dictionaryOf(objectAccess),
  },
  ["user", "workspace", "roles", "capabilities", "metadataVersion", "objects"],
);

/** One published document; its body has the schema of its kind (docs/schemas), `hidden` says what a view lost. */
const metadataDocument = closed(
  {
    kind: text,
    id: text,
    apiName: text,
    body: { type: "object", properties: { apiName: text } },
    hidden: hiddenInView,
  },
  ["kind", "id", "apiName", "body"],
);

/** `GET /metadata`. */
export const publishedMetadata = closed(
  { version: { type: "integer", minimum: 0 }, documents: { type: "array", items: metadataDocument } },
  ["version", "documents"],
);
