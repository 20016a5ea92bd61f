import { useQueryClient } from "@tanstack/preact-query";
import { visibleTexts } from "@torrent/core/visible";
import { useEffect, useState } from "preact/hooks";
import { authorization } from "../../data/api.ts";
import { useLive } from "../../data/live.ts";
import { type PackageDetail, packageKey } from "../../data/queries.ts";
import { eventsOf } from "./server-events.ts";

const RETRY_MS = 1_500;

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
  });

/**
 * Follows one package by server-sent events (with `fetch`, because an `EventSource` cannot send a token). Returns true
 * while the stream is open; otherwise the page polls.
 */
export const useStream = (id: string, wanted: boolean): boolean => {
  const queries = useQueryClient();
  const { paused } = useLive();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!wanted || paused) return;
    const stop = new AbortController();
    const followEvents = async () => {
      let lastEventId: string | undefined;
      while (!stop.signal.aborted) {
        try {
          const headers = { ...authorization(), ...(lastEventId ? { "last-event-id": lastEventId } : {}) };
          const answer = await fetch(`/api/v1/packages/${id}/events`, { headers, signal: stop.signal });
          if (!answer.ok || !answer.body) return;
          setOpen(true);
          for await (const event of eventsOf(answer.body)) {
            lastEventId = event.id ?? lastEventId;
            if (event.name === "ended") return;
            if (event.name === "package")
              queries.setQueryData(packageKey(id), JSON.parse(event.data, visibleTexts) as PackageDetail);
          }
        } catch {
          // Polling takes over until the next try.
        } finally {
          setOpen(false);
        }
        await sleep(RETRY_MS, stop.signal);
      }
    };
    void followEvents();
    return () => stop.abort();
  }, [id, wanted, paused, queries]);
  return open;
};
