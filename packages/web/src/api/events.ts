import { isTerminalState } from "@torrent/core";
import { streamSSE } from "hono/streaming";
import type { Deps } from "./env.ts";
import { mustRead } from "./packages.ts";
import { createRoute, routes } from "./routes.ts";
import { PackageId } from "./schemas.ts";
import { detailOf, detailVersionOf, look } from "./view.ts";

/** A stream ends before a function URL's minute is up; the client comes back with `Last-Event-ID`. */
const STREAM_MS = 55_000;
const LOOK_MS = 1_000;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 1_000;

const events = createRoute({
  id: "packageEvents",
  method: "get",
  path: "/{id}/events",
  request: { params: PackageId },
});

export const eventRoutes = (deps: Deps) =>
  routes().openapi(events, async (c) => {
    const { id } = c.req.valid("param");
    await mustRead(deps, id);
    const { clock } = deps.cloud;
    const gone = new AbortController();
    c.header("cache-control", "no-store");
    c.header("x-accel-buffering", "no");
    // A body that nobody reads would be written until its end.
    if (c.req.method === "HEAD") return c.body(null, 200, { "content-type": "text/event-stream" });
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => gone.abort());
      const end = clock.now() + STREAM_MS;
      let seen = c.req.header("last-event-id");
      let spoke = clock.now();
      while (!gone.signal.aborted && clock.now() < end) {
        const row = await mustRead(deps, id);
        const known = await look(deps, row);
        const lanes = await deps.lanes(row, known.standing);
        const { now } = known;
        const version = detailVersionOf(row, known, lanes);
        if (version !== seen) {
          const data = JSON.stringify(detailOf(row, known, lanes));
          await stream.writeSSE({ event: "package", id: version, retry: RETRY_MS, data });
          seen = version;
          spoke = now;
        } else if (now - spoke >= HEARTBEAT_MS) {
          await stream.write(": alive\n\n");
          spoke = now;
        }
        if (isTerminalState(row.state)) {
          await stream.writeSSE({ event: "ended", id: version, data: "{}" });
          return;
        }
        await clock.sleep(LOOK_MS, gone.signal);
      }
    });
  });
