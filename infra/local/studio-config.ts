import type { RequestListener } from "node:http";
import { IDENTITY_PATH, SIGN_IN_RETURN } from "./identity.ts";
import { STUDIO_CLIENT } from "./signing-keys.ts";

/** What the studio reads at start to find its identity provider; the cloud puts a file of this shape beside the studio. */
export function studioConfig(origin: string): RequestListener {
  const issuer = origin + IDENTITY_PATH;
  const body = JSON.stringify({
    issuer,
    clientId: STUDIO_CLIENT,
    signInReturn: SIGN_IN_RETURN,
    signInOrigin: issuer,
  });
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache" }).end(body);
  };
}
