import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request as Signature Version 4 sees it. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  /** Value of a header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
}

/** Why a request is refused, as S3 calls it; null: it is signed by the holder of the secret and still good. */
export type SignatureFault = "AccessDenied" | "SignatureDoesNotMatch" | "RequestExpired" | null;

/** Checks a request signed in its headers or, for S3 only, in its address (AWS Signature Version 4). */
export function signatureFault(
  request: SignedRequest,
  { secret, now }: { readonly secret: string; readonly now: Date },
): SignatureFault {
  const signature = request.url.searchParams.has("X-Amz-Signature")
    ? fromAddress(request.url.searchParams)
    : fromHeaders(request);
  if (!signature) return "AccessDenied";
  const { scope } = signature;
  const toSign = [
    "AWS4-HMAC-SHA256",
    signature.at,
    scope.join("/"),
    sha256(canonical(request, signature)),
  ].join("\n");
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  const expected = hmac(key, toSign);
  const given = Buffer.from(signature.signature, "hex");
  const equal = expected.length === given.length && timingSafeEqual(expected, given);
  if (!equal) return "SignatureDoesNotMatch";
  if (signature.lifetime === null) return null;
  const age = now.getTime() - instant(signature.at);
  return age >= 0 && age < signature.lifetime * 1000 ? null : "RequestExpired";
}

interface Signature {
  /** Date, region, service, `aws4_request`. */
  readonly scope: readonly string[];
  /** Basic ISO 8601. */
  readonly at: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Seconds; null: a signature in headers, which is made for one call. */
  readonly lifetime: number | null;
  readonly payload: string;
}

function fromAddress(query: URLSearchParams): Signature {
  const text = (name: string): string => query.get(`X-Amz-${name}`) ?? "";
  return {
    scope: text("Credential").split("/").slice(1),
    at: text("Date"),
    signedHeaders: text("SignedHeaders").split(";"),
    signature: text("Signature"),
    lifetime: Number(text("Expires")),
    payload: "UNSIGNED-PAYLOAD",
  };
}

function fromHeaders({ header }: SignedRequest): Signature | null {
  const [, credential = "", signed = "", signature = ""] =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]+)$/.exec(
      header("authorization") ?? "",
    ) ?? [];
  if (signature === "") return null;
  return {
    scope: credential.split("/").slice(1),
    at: header("x-amz-date") ?? "",
    signedHeaders: signed.split(";"),
    signature,
    lifetime: null,
    payload: header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD",
  };
}

function canonical({ method, url, header }: SignedRequest, { signedHeaders, payload }: Signature): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .toSorted(([a, b], [c, d]) => (a < c || (a === c && b < d) ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");
  const headers = signedHeaders.map(
    (name) => `${name}:${(header(name) ?? "").trim().replace(/\s+/g, " ")}\n`,
  );
  return [method, url.pathname, query, headers.join(""), signedHeaders.join(";"), payload].join("\n");
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function instant(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
