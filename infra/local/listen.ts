import type { Server } from "node:http";

/** Thrown when another program listens on the port. */
export class PortInUseError extends Error {}

const LAST_REQUESTS_MILLISECONDS = 2000;

/** Starts listening on 127.0.0.1 only; resolves with the origin. Port 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is in use. Stop the program that has it, or choose another: PORT=${port + 1} npm start`;
      reject(error.code === "EADDRINUSE" ? new PortInUseError(taken) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

/** Takes no more requests, lets those under way end within two seconds, then closes what is left. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const last = setTimeout(() => {
    server.closeAllConnections();
  }, LAST_REQUESTS_MILLISECONDS);
  await closed;
  clearTimeout(last);
}
