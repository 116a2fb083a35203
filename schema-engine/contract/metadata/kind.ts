import type { JsonSchema } from "../json.ts";
import type { LocalizedText, Problem } from "../problem.ts";

/** A whole document of one kind, as stored, exported and published. */
export interface MetadataDocument<Body = unknown> {
  /** Kind name as in the address `PUT /metadata/draft/{kind}/{apiName}`. */
  readonly kind: string;
  /** Immutable id, equal to `body.id`. */
  readonly id: string;
  readonly apiName: string;
  readonly body: Body;
}

/** One mention of another element, by API names: `object` `deal`, or `field` `deal.amount`. */
export interface Reference {
  readonly kind: string;
  /** `deal`, or `deal.amount` for an element of a document. */
  readonly target: string;
  /** JSON Pointer of the mention in the referring document. */
  readonly pointer: string;
}

/** All that is known about one kind of metadata document. */
export interface MetadataKind<Body = unknown> {
  readonly kind: string;
  readonly label: LocalizedText;
  /** Published JSON Schema; `PUT` refuses what does not satisfy it. */
  readonly schema: JsonSchema;
  /** Elements inside the document that carry ids (fields, stages, nodes), with the pointer of the list that holds them. */
  readonly elementLists: readonly string[];
  /** Lists of elements inside those elements: options in fields. `within` is the pointer inside the element. */
  readonly nestedElements?: readonly { readonly list: string; readonly within: string }[];
  /** What the schema cannot say and what needs no other document. Pointers are relative to the document. */
  check(body: Body): readonly Problem[];
  /** What the document mentions; a mention that does not resolve refuses the publish. */
  references(body: Body): readonly Reference[];
}

export function defineMetadataKind<Body>(kind: MetadataKind<Body>): MetadataKind<Body> {
  return kind;
}
