/** Properties of every record that queries may name like fields, with the id under which storage keeps them. */
export const systemFields = {
  id: { id: "_i", kind: "text" },
  owner: { id: "_o", kind: "user" },
  createdAt: { id: "_c", kind: "instant" },
  createdBy: { id: "_cb", kind: "user" },
  updatedAt: { id: "_m", kind: "instant" },
  updatedBy: { id: "_mb", kind: "user" },
  stageEnteredAt: { id: "_se", kind: "instant" },
} as const;

export type SystemFieldName = keyof typeof systemFields;

export function isSystemField(name: string): name is SystemFieldName {
  return Object.hasOwn(systemFields, name);
}
