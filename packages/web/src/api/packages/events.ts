import { isTerminalState } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "./packages.ts";
import { readDetail } from "./view.ts";

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
    await requirePackage(deps, id);
    const { clock } = deps.cloud;
    const gone = new AbortController();
    c.header("cache-control", "no-store");
    c.header("x-accel-buffering", "no");
    // Nobody reads the body of a HEAD response, so none is written.
    if (c.req.method === "HEAD") return c.body(null, 200, { "content-type": "text/event-stream" });
    const { streamSSE } = await import("hono/streaming");
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => gone.abort());
      const end = clock.now() + STREAM_MS;
      let seen = c.req.header("last-event-id");
      let spoke = clock.now();
      while (!gone.signal.aborted && clock.now() < end) {
        const row = await requirePackage(deps, id);
        const { version, detail, notifying } = await readDetail(deps, row);
        const now = clock.now();
        if (version !== seen) {
          await stream.writeSSE({ event: "package", id: version, retry: RETRY_MS, data: JSON.stringify(detail()) });
          seen = version;
          spoke = now;
        } else if (now - spoke >= HEARTBEAT_MS) {
          await stream.write(": alive\n\n");
          spoke = now;
        }
        if (isTerminalState(row.state) && !notifying) {
          await stream.writeSSE({ event: "ended", id: version, data: "{}" });
          return;
        }
        await clock.sleep(LOOK_MS, gone.signal);
      }
    });
  });
