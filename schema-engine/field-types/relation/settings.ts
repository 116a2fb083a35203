import { API_NAME_PATTERN } from "../../contract/schema-of.ts";
import { invalid, type Problem } from "../../contract/problem.ts";
import { labelled } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";

export interface RelationSettings {
  /** A detail belongs to its master: it has one, goes with it, and follows its owner. */
  readonly kind: "lookup" | "masterDetail";
  /** API name of the object whose records may be chosen. */
  readonly target?: string;
  /** Several such objects, instead of `target`; the value then names the object too. */
  readonly targets?: readonly string[];
  /** What happens to this record when the one it points at is deleted; a detail is always deleted too. */
  readonly onDelete: "restrict" | "clear" | "cascade";
  /** Records of the object itself, as a tree: no record may come to stand under itself. */
  readonly hierarchy?: boolean;
  /** Whether a detail may be given another master. Default false. */
  readonly reparent?: boolean;
}

/** JSON Schema of each setting. */
export const relationProperties = {
  kind: labelled(bilingual("关联方式", "Kind"), {
    type: "string",
    enum: ["lookup", "masterDetail"],
    "x-enum-labels": {
      lookup: bilingual("查找", "Lookup"),
      masterDetail: bilingual("主从", "Master–detail"),
    },
  }),
  target: labelled(bilingual("关联对象", "Target object"), { type: "string", pattern: API_NAME_PATTERN }),
  targets: labelled(bilingual("多个关联对象", "Target objects"), {
    type: "array",
    items: { type: "string", pattern: API_NAME_PATTERN },
    "x-widget": "objects",
    minItems: 2,
    maxItems: 20,
    uniqueItems: true,
  }),
  onDelete: labelled(bilingual("对方被删除时", "When the target is deleted"), {
    type: "string",
    enum: ["restrict", "clear", "cascade"],
  }),
  hierarchy: labelled(bilingual("上下级层级", "Hierarchy"), { type: "boolean" }),
  reparent: labelled(bilingual("可更换主记录", "May change its master"), { type: "boolean" }),
};

/** What the schema cannot say: one target or several, and what goes with it. */
export function checkRelation(settings: RelationSettings): readonly Problem[] {
  const { target, targets, kind, hierarchy, reparent } = settings;
  const found: Problem[] = [];
  if ((target === undefined) === (targets === undefined)) found.push(oneOrSeveral);
  if (targets !== undefined && (kind === "masterDetail" || hierarchy === true)) found.push(onlyOne);
  if (kind === "masterDetail" && hierarchy === true) found.push(noTreeOfDetails);
  if (kind !== "masterDetail" && reparent !== undefined) found.push(onlyDetails);
  return found;
}

const oneOrSeveral = invalid(
  "/target",
  "required",
  bilingual("请选择一个关联对象，或选择多个关联对象。", "Choose either one target object or several."),
);
const onlyOne = invalid(
  "/targets",
  "not_supported",
  bilingual("主从关系和层级只能指向一个对象。", "A master–detail relation or a hierarchy has one target."),
);
const noTreeOfDetails = invalid(
  "/hierarchy",
  "not_supported",
  bilingual("主从关系不能是层级。", "A master–detail relation cannot be a hierarchy."),
);
const onlyDetails = invalid(
  "/reparent",
  "not_supported",
  bilingual("只有主从关系可以设置更换主记录。", "Only a master–detail relation has this setting."),
);
