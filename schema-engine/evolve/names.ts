import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import type { Registries } from "../compile/registries.ts";

/** An element of a path: the object, and what its field is called now. */
export interface PathStep {
  readonly object: ObjectDefinition | null;
  readonly name: string;
  readonly field: FieldDefinition | null;
}

/** What objects, fields and documents are called in the candidate, asked by a name of before or of now. */
export interface Names {
  /** Follows a path from an object. `isOld`: names of before count first. */
  path(from: string, path: string, isOld: boolean): readonly PathStep[];
  /** The name now of a document of a kind. */
  document(kind: string, name: string, isOld: boolean): string;
}

/** Names of two sets of documents, matched by id. */
export function namesOf(
  published: readonly MetadataDocument[],
  candidate: readonly MetadataDocument[],
  registries: Pick<Registries, "fieldType">,
): Names {
  const now = new Map(candidate.map((one) => [`${one.kind}/${one.apiName}`, one]));
  const byId = new Map(candidate.map((one) => [`${one.kind}/${one.id}`, one]));
  const was = new Map(published.map((one) => [`${one.kind}/${one.apiName}`, one]));
  const later = (kind: string, name: string): MetadataDocument | undefined => {
    const old = was.get(`${kind}/${name}`);
    return old && (byId.get(`${kind}/${old.id}`) ?? old);
  };
  const find = (kind: string, name: string, isOld: boolean): MetadataDocument | undefined =>
    isOld
      ? (later(kind, name) ?? now.get(`${kind}/${name}`))
      : (now.get(`${kind}/${name}`) ?? later(kind, name));
  const oldById = new Map(published.map((one) => [`${one.kind}/${one.id}`, one.body]));
  const fieldOf = (object: ObjectDefinition, name: string, isOld: boolean): FieldDefinition | null => {
    const old = oldById.get(`object/${object.id ?? ""}`) as ObjectDefinition | undefined;
    const earlier = old?.fields.find((one) => one.apiName === name);
    const kept = earlier && (object.fields.find((one) => one.id === earlier.id) ?? earlier);
    const current = object.fields.find((one) => one.apiName === name);
    return (isOld ? (kept ?? current) : (current ?? kept)) ?? null;
  };
  const targetOf = (field: FieldDefinition | null): string | null => {
    const type = field && registries.fieldType(field.type);
    return type?.targets?.({ ...type.defaultSettings, ...field?.settings })[0] ?? null;
  };
  return {
    document: (kind, name, isOld) => find(kind, name, isOld)?.apiName ?? name,
    path(from, path, isOld) {
      let object = (find("object", from, isOld)?.body ?? null) as ObjectDefinition | null;
      return path.split(".").map((name) => {
        const field = object && fieldOf(object, name, isOld);
        const step = { object, name: field?.apiName ?? name, field };
        const target = targetOf(field);
        object =
          target === null ? null : ((find("object", target, isOld)?.body ?? null) as ObjectDefinition | null);
        return step;
      });
    },
  };
}
