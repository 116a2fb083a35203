import { serveAws } from "#infra/local/aws-protocol.ts";
import { startFiles } from "#infra/local/files.ts";
import { LOCAL_SECRET } from "#infra/local/function-environment.ts";
import { openKms } from "#infra/local/kms.ts";
import { closeServer } from "#infra/local/listen.ts";
import { openObjectStore, type ObjectStore } from "#infra/local/object-store.ts";

/** The laptop's own S3 and KMS endpoints, in memory. */
export interface Keepers {
  readonly awsEndpoint: string;
  readonly filesEndpoint: string;
  readonly objects: ObjectStore;
  /** Moves the time that addresses of files are held against. */
  advance(milliseconds: number): void;
  stop(): Promise<void>;
}

export async function startKeepers(origin: string): Promise<Keepers> {
  const kms = openKms(":memory:");
  const aws = await serveAws(({ target = "", body }) => {
    const [service, action = ""] = target.split(".");
    if (service !== "TrentService") return { status: 400, body: { __type: "UnknownOperationException" } };
    return kms.answer(action, JSON.parse(body) as Record<string, unknown>);
  });
  const objects = openObjectStore(":memory:");
  let ahead = 0;
  const files = await startFiles({
    objects,
    now: () => new Date(Date.now() + ahead),
    allowedOrigin: origin,
    secret: LOCAL_SECRET,
    onError: (error) => {
      throw error;
    },
  });
  return {
    awsEndpoint: aws.endpoint,
    filesEndpoint: files.endpoint,
    objects,
    advance: (milliseconds) => void (ahead += milliseconds),
    async stop() {
      await Promise.all([closeServer(aws.server), closeServer(files.server)]);
      objects.close();
    },
  };
}
