import { metadataKind } from "../contract/metadata/registry.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import { utf8Length } from "../shared/utf8-order.ts";
import { validateSchema } from "./validate-schema.ts";

/** Largest document in UTF-8 bytes; it must fit a DynamoDB item. */
const LARGEST = 350_000;

/**
 * What is wrong with one metadata document by itself: its schema first, then what the schema cannot say. Pointers are
 * relative to the document. Types and other documents are looked at by `checkWorkspace`.
 */
export function checkDocument(kindName: string, body: unknown): readonly Problem[] {
  const kind = metadataKind(kindName);
  if (!kind) return [unknownKind(kindName)];
  const problems = validateSchema(kind.schema, body);
  if (problems.length > 0) return problems;
  return utf8Length(JSON.stringify(body)) > LARGEST ? [tooLarge] : kind.check(body);
}

function unknownKind(name: string): Problem {
  return invalid(
    "",
    "unknown_kind",
    bilingual(`没有“${name}”这种元数据。`, `There is no kind of metadata named “${name}”.`),
  );
}

const tooLarge = invalid(
  "",
  "limit",
  bilingual(`定义最多 ${LARGEST} 字节。`, `A definition may have at most ${LARGEST} bytes.`),
);
