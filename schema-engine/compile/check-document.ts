import { limits } from "../contract/limits.ts";
import { metadataKind } from "../contract/metadata/registry.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import { utf8Length } from "../shared/utf8-order.ts";
import { limitProblem } from "./check-limits.ts";
import { validateSchema } from "./validate-schema.ts";

/**
 * What is wrong with one metadata document by itself: its schema first, then what the schema cannot say. Pointers are
 * relative to the document. Types and other documents are looked at by `checkWorkspace`.
 */
export function checkDocument(kindName: string, body: unknown): readonly Problem[] {
  const kind = metadataKind(kindName);
  if (!kind) return [unknownKind(kindName)];
  const problems = validateSchema(kind.schema, body);
  if (problems.length > 0) return problems;
  const bytes = utf8Length(JSON.stringify(body));
  return bytes > limits.documentBytes ? [tooLarge(bytes)] : kind.check(body);
}

function unknownKind(name: string): Problem {
  return invalid(
    "",
    "unknown_kind",
    bilingual(`没有“${name}”这种元数据。`, `There is no kind of metadata named “${name}”.`),
  );
}

/** A document must fit a DynamoDB item (400 KB, AWS). */
function tooLarge(bytes: number): Problem {
  return limitProblem(limits.documentBytes, bytes, [
    `一份文档最多 ${limits.documentBytes} 字节，现在是 ${bytes} 字节。`,
    `A document has at most ${limits.documentBytes} bytes; this one has ${bytes}.`,
  ]);
}
