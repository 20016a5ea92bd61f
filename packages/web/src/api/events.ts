import { createRoute, z } from "@hono/zod-openapi";
import { isTerminalState } from "@torrent/core";
import { streamSSE } from "hono/streaming";
import { type Deps, routes } from "./env.ts";
import { mustRead } from "./packages.ts";
import { problemResponses } from "./problem.ts";
import { PackageId } from "./schemas.ts";
import { detailOf, detailVersionOf, look } from "./view.ts";

/** A stream ends before a function URL's minute is up; the client comes back with `Last-Event-ID`. */
const STREAM_MS = 55_000;
const LOOK_MS = 1_000;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 1_000;

const events = createRoute({
  method: "get",
  path: "/{id}/events",
  tags: ["Packages"],
  summary: "The package as server-sent events while it changes",
  description:
    "`package` carries the detail each time its version changes, with that version as the event's id; `ended` follows the last. A client that comes back with `Last-Event-ID` is sent only what it has not seen.",
  request: { params: PackageId },
  responses: {
    200: { description: "At most 55 seconds of events", content: { "text/event-stream": { schema: z.string() } } },
    ...problemResponses,
  },
});

export const eventRoutes = (deps: Deps) =>
  routes().openapi(events, async (c) => {
    const { id } = c.req.valid("param");
    await mustRead(deps, id);
    const { clock } = deps.cloud;
    const gone = new AbortController();
    c.header("cache-control", "no-store");
    c.header("x-accel-buffering", "no");
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
