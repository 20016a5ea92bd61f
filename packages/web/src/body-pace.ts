import type { IncomingMessage, Server } from "node:http";

export interface Pace {
  /** How often a body that is being received is checked. */
  everyMs: number;
  /** Bytes that must have arrived since the last check. */
  leastBytes: number;
}

/**
 * Closes connections whose request body arrives more slowly than `pace`. Uploads of any size have the time that they
 * need, but one that has stopped or only trickles does not keep its connection open.
 */
export const guardPace = (server: Server, { everyMs, leastBytes }: Pace): void => {
  server.on("request", (request: IncomingMessage) => {
    let seen = request.socket.bytesRead;
    const watch = setInterval(() => {
      const received = request.socket.bytesRead - seen;
      seen = request.socket.bytesRead;
      if (request.complete) clearInterval(watch);
      else if (received < leastBytes && request.readableLength === 0) request.destroy();
    }, everyMs).unref();
    request.once("close", () => clearInterval(watch));
  });
};
