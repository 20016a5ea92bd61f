import { isTerminalState } from "@torrent/core/unstable";
import { streamSSE } from "hono/streaming";
import type { Deps } from "../http/env.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "./packages.ts";
import { detailOf, detailVersionOf, readSnapshot } from "./view.ts";

/** A stream ends before a function URL times out after a minute; the client reconnects with `Last-Event-ID`. */
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
    const disconnected = new AbortController();
    c.header("cache-control", "no-store");
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => disconnected.abort());
      const end = clock.now() + STREAM_MS;
      let lastVersion = c.req.header("last-event-id");
      let lastSentAt = clock.now();
      while (!disconnected.signal.aborted && clock.now() < end) {
        const row = await requirePackage(deps, id);
        const snapshot = await readSnapshot(deps, row);
        const lanes = await deps.lanes(row, snapshot.roundProgress);
        const { now } = snapshot;
        const version = detailVersionOf(row, snapshot, lanes);
        if (version !== lastVersion) {
          const data = JSON.stringify(detailOf(row, snapshot, lanes));
          await stream.writeSSE({ event: "package", id: version, retry: RETRY_MS, data });
          lastVersion = version;
          lastSentAt = now;
        } else if (now - lastSentAt >= HEARTBEAT_MS) {
          await stream.write(": alive\n\n");
          lastSentAt = now;
        }
        if (isTerminalState(row.state)) {
          await stream.writeSSE({ event: "ended", id: version, data: "{}" });
          return;
        }
        await clock.sleep(LOOK_MS, disconnected.signal);
      }
    });
  });
