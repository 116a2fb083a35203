import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What an endpoint answers: a JSON body, or text (XML) with its own type; `hangUp` closes the connection instead. */
export interface AwsAnswer {
  readonly status: number;
  readonly body: object | string;
  /** Accepted, but the answer is lost on its way: the connection is cut. For tests of unclear outcomes. */
  readonly hangUp?: boolean;
}

/** One request to a loopback AWS endpoint. */
export interface AwsRequest {
  /** X-Amz-Target of the JSON protocols; undefined for the Query protocol. */
  readonly target: string | undefined;
  readonly body: string;
}

const MOST_BYTES = 16 * 1024 * 1024;

/** One server for all services: they differ by X-Amz-Target or by their form fields. */
export async function serveAws(
  answer: (request: AwsRequest) => AwsAnswer,
): Promise<{ endpoint: string; server: Server }> {
  const server = createServer((request, response) => {
    read(request)
      .then((body) => {
        reply(response, answer({ target: header(request, "x-amz-target"), body }), request);
      })
      .catch((error: unknown) => {
        reply(
          response,
          { status: 500, body: { __type: "InternalFailure", message: String(error) } },
          request,
        );
      });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the loopback endpoint has no port");
  return { endpoint: `http://127.0.0.1:${address.port}`, server };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error("the request is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

function reply(response: ServerResponse, answer: AwsAnswer, request: IncomingMessage): void {
  if (answer.hangUp === true) {
    request.socket.destroy();
    return;
  }
  const xml = typeof answer.body === "string";
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    "content-type": xml ? "text/xml" : (header(request, "content-type") ?? "application/x-amz-json-1.0"),
    "content-length": Buffer.byteLength(text),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(text);
}
