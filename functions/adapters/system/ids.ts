import { randomBytes, randomInt } from "node:crypto";
import { monotonicFactory } from "ulid";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";

const LETTERS = "abcdefghjkmnpqrstvwxyz";
const CHARACTERS = `0123456789${LETTERS}`;
const ELEMENT_LENGTH = 4;
const SECRET_BYTES = 24;

/** Ids with the clock's time in them; those of one process always rise, also when the clock steps back. */
export function createIds(clock: Clock): Ids {
  const next = monotonicFactory();
  return {
    ulid: () => next(clock.now().getTime()),
    element() {
      let id = LETTERS.charAt(randomInt(LETTERS.length));
      while (id.length < ELEMENT_LENGTH) id += CHARACTERS.charAt(randomInt(CHARACTERS.length));
      return id;
    },
    secret: () => randomBytes(SECRET_BYTES).toString("base64url"),
  };
}
