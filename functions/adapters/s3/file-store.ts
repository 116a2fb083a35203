import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Clock } from "../../ports/clock.ts";
import type { FileHead, FileStore } from "../../ports/file-store.ts";

/** Lifetime of an address, seconds. */
const LIFETIME = 300;

/** Contents of files in a bucket; uploads and downloads go past the functions by signed addresses. */
export function createFileStore(options: {
  readonly bucket: string;
  /** Origin downloads come from, such as a distribution in front of the bucket; null: the bucket's own. */
  readonly downloadOrigin: string | null;
  readonly clock: Clock;
}): FileStore {
  const { bucket: Bucket, clock } = options;
  const client = openClient();
  const lifetime = () => ({ expiresIn: LIFETIME, signingDate: clock.now() });
  const expiresAt = () => new Date(clock.now().getTime() + LIFETIME * 1000).toISOString();
  return {
    async uploadAddress(Key, { size, type }) {
      const command = new PutObjectCommand({
        Bucket,
        Key,
        ContentLength: size,
        ContentType: type,
        IfNoneMatch: "*",
      });
      const url = await getSignedUrl(client, command, {
        ...lifetime(),
        signableHeaders: new Set(["host", "content-length", "content-type", "if-none-match"]),
        unhoistableHeaders: new Set(["if-none-match"]),
      });
      return {
        method: "PUT",
        url,
        headers: { "content-type": type, "if-none-match": "*" },
        expiresAt: expiresAt(),
      };
    },
    async downloadAddress(Key, { disposition, type }) {
      const command = new GetObjectCommand({
        Bucket,
        Key,
        ResponseContentDisposition: disposition,
        ResponseContentType: type,
        ResponseCacheControl: "private, max-age=300",
      });
      const url = new URL(await getSignedUrl(client, command, lifetime()));
      return { url: atOrigin(url, options.downloadOrigin), expiresAt: expiresAt() };
    },
    read: (Key, part) => readContent(client, { Bucket, Key, ...rangeOf(part) }),
    write: (Key, content) => writeContent(client, { Bucket, Key }, content),
    head: (Key, bytes) => readHead(client, { Bucket, Key, bytes }),
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
  };
}

function openClient(): S3Client {
  return new S3Client({
    maxAttempts: 3,
    forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined,
    // A checksum of a body that only the browser has cannot be under the signature.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}

async function readHead(
  client: S3Client,
  { Bucket, Key, bytes }: { readonly Bucket: string; readonly Key: string; readonly bytes: number },
): Promise<FileHead | null> {
  try {
    const found = await client.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${bytes - 1}` }));
    const head = found.Body ? await found.Body.transformToByteArray() : new Uint8Array();
    const whole = found.ContentRange?.split("/")[1];
    return { size: whole === undefined ? head.length : Number(whole), head };
  } catch (error) {
    return headOfNothing(error);
  }
}

function rangeOf(part?: { readonly from: number; readonly length: number }): { readonly Range?: string } {
  return part ? { Range: `bytes=${part.from}-${part.from + part.length - 1}` } : {};
}

async function writeContent(
  client: S3Client,
  place: { readonly Bucket: string; readonly Key: string },
  { size, type, chunks }: Parameters<FileStore["write"]>[1],
): Promise<void> {
  const Body = Readable.from(chunks, { objectMode: false });
  await client.send(new PutObjectCommand({ ...place, Body, ContentLength: size, ContentType: type }));
}

async function readContent(
  client: S3Client,
  place: { readonly Bucket: string; readonly Key: string; readonly Range?: string },
): Promise<AsyncIterable<Uint8Array> | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand(place));
    return (Body as Readable | undefined) ?? null;
  } catch (error) {
    return headOfNothing(error) === null ? null : Readable.from([]);
  }
}

/** What an error says about a file that is not there or is empty; any other error passes. */
function headOfNothing(error: unknown): FileHead | null {
  const name = error instanceof S3ServiceException ? error.name : "";
  if (name === "NoSuchKey" || name === "NotFound") return null;
  if (name === "InvalidRange") return { size: 0, head: new Uint8Array() };
  throw error;
}

/** The same path and signature at another origin, which passes both on to the bucket. */
function atOrigin(url: URL, origin: string | null): string {
  return origin === null ? url.href : origin + url.pathname + url.search;
}
