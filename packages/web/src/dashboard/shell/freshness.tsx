import { formatAge } from "@torrent/core/format";
import { useEffect, useState } from "preact/hooks";
import { useLive } from "../data/live.ts";

/** The time, renewed every second while the page is looked at. */
export const useNow = (everyMs = 1_000): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};

const STALE_MS = 12_000;

/** Says how old what is shown is, as soon as that is worth knowing. */
export const Freshness = ({ at, failed }: { at: number; failed: boolean }) => {
  const now = useNow();
  const { paused } = useLive();
  const old = now - at;
  const stale = at > 0 && (failed || old > STALE_MS);
  const text =
    at === 0
      ? ""
      : paused
        ? `Paused, as of ${formatAge(old)} ago`
        : stale
          ? `No news for ${formatAge(old)}`
          : "Up to date";
  return (
    <span class={`freshness ${stale && !paused ? "stale" : ""}`} role="status">
      {text}
    </span>
  );
};
