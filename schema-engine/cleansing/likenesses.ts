import type { LikenessName } from "../contract/field-type.ts";
import type { Likeness } from "./likeness.ts";
import { editDistance, jaroWinkler } from "./similarity.ts";
import { words } from "./likeness-of-words.ts";

const email: Likeness = {
  normal(text) {
    const [local = "", domain = ""] = text.trim().toLowerCase().split("@");
    return `${local.replace(/\+.*$/u, "")}@${domain}`;
  },
  blocks(normal) {
    const [local = "", domain = ""] = normal.split("@");
    return [normal, `${local}@`, `${local.slice(0, 3)}~@${domain}`];
  },
  similarity(one, other) {
    const [local = "", domain = ""] = one.split("@");
    const [otherLocal = "", otherDomain = ""] = other.split("@");
    return jaroWinkler(local, otherLocal) * (domain === otherDomain ? 1 : 0.8);
  },
};

/** Digits that tell two numbers apart whatever country and area codes they are written with. */
const PHONE_DIGITS = 8;

const phone: Likeness = {
  normal: (text) => text.replace(/\D/gu, "").slice(-PHONE_DIGITS),
  blocks: (normal) => [normal, `${normal.slice(0, 4)}-`, `-${normal.slice(-4)}`],
  similarity(one, other) {
    const apart = editDistance(one, other);
    return apart > 2 ? 0 : 1 - apart / PHONE_DIGITS;
  },
};

const web: Likeness = {
  normal(text) {
    const [address = ""] = text.trim().toLowerCase().split(/[?#]/u);
    return address
      .replace(/^[a-z][a-z0-9+.-]*:\/\//u, "")
      .replace(/^www\./u, "")
      .replace(/\/+$/u, "");
  },
  blocks: (normal) => [normal, `${normal.split("/")[0] ?? ""}/`],
  similarity(one, other) {
    const isSameHost = one.split("/")[0] === other.split("/")[0];
    return jaroWinkler(one, other) * (isSameHost ? 1 : 0.7);
  },
};

/** The comparisons that field types name (`FieldType.likeness`). */
export const likenesses: Readonly<Record<LikenessName, Likeness>> = { words, email, phone, web };
