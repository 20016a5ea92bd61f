import { formatAge } from "@torrent/core/format";
import { useEffect, useState } from "preact/hooks";
import { useLive } from "../data/live.ts";

/** The current time, updated every second. */
export const useNow = (everyMs = 1_000): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};

const STALE_MS = 12_000;

const ago = (ms: number): string => (formatAge(ms) === "now" ? "just now" : `${formatAge(ms)} ago`);

/** Shows the age of the data when updates are paused or overdue. */
export const Freshness = ({ at, failed }: { at: number; failed: boolean }) => {
  const now = useNow();
  const { paused } = useLive();
  const old = now - at;
  const stale = at > 0 && (failed || old > STALE_MS);
  const text = at === 0 ? "" : paused ? `Paused, updated ${ago(old)}` : stale ? `No updates for ${formatAge(old)}` : "";
  return (
    <span class={`freshness ${stale && !paused ? "stale" : ""}`} role="status">
      {text}
    </span>
  );
};
