import { metadataKinds } from "#engine";
import { preferencesSchema } from "../../operations/views/arrange-views.ts";
import { hiddenInView } from "./access.ts";
import { closed, instant, text } from "../schemas.ts";

/** A view as it is sent: the same as a shared one's document. */
export const viewBody = metadataKinds.find((one) => one.kind === "view")?.schema ?? {};

/** A private view as its owner can use it now; `hidden` says what it lost because of permissions. */
export const listedView = closed(
  {
    id: text,
    version: { type: "integer", minimum: 1 },
    updatedAt: instant,
    view: viewBody,
    hidden: hiddenInView,
  },
  ["id", "version", "updatedAt", "view", "hidden"],
);

/** `GET /views`. */
export const viewList = closed(
  { items: { type: "array", items: listedView }, preferences: preferencesSchema },
  ["items", "preferences"],
);
