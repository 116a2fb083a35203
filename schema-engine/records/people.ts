import type { Actor } from "../contract/model.ts";

const people: ReadonlySet<Actor["kind"]> = new Set(["user", "import", "api"]);

/** Whether the actor is or stands for a person, who then owns what is made and is bound by what forms lock. */
export function isPerson({ kind }: Actor): boolean {
  return people.has(kind);
}
