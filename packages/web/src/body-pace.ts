import type { IncomingMessage, Server } from "node:http";

export interface Pace {
  /** How often a body that is being received is looked at. */
  everyMs: number;
  /** Bytes that have to have come since the last look. */
  leastBytes: number;
}

/**
 * Cuts connections whose request's body comes slower than `pace`: uploads of any size have the time that they need, and
 * one that has stopped, or trickles, does not hold its connection for ever.
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
