import { formatCount, formatPercent } from "@torrent/core/format";

export interface Parts {
  /** Unknown until intake has counted. */
  expected: number | undefined;
  done: number;
  failed: number;
  inFlight?: number;
}

const share = (part: number, of: number): string => `${of === 0 ? 0 : Math.min(100, (100 * part) / of)}%`;

/** Done, failed (hatched) and in flight (striped) as parts of the expected total; the rest is pending. */
export const Bar = ({ parts, label, thick }: { parts: Parts; label: string; thick?: boolean }) => {
  const { expected, done, failed, inFlight = 0 } = parts;
  const total = expected ?? 0;
  const text =
    expected === undefined
      ? "not counted yet"
      : `${formatCount(done)} of ${formatCount(expected)} done, ${formatCount(failed)} of them failed, ${formatPercent(done, expected)}`;
  return (
    <div
      class={`bar ${thick ? "thick" : ""} ${expected === undefined ? "unknown" : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(1, total)}
      aria-valuenow={expected === undefined ? undefined : expected === 0 ? 1 : done}
      aria-valuetext={text}
    >
      <span class="ok" style={{ width: expected === 0 ? "100%" : share(done - failed, total) }} />
      <span class={failed > 0 ? "bad some" : "bad"} style={{ width: share(failed, total) }} />
      <span class="flight" style={{ width: share(inFlight, total) }} />
    </div>
  );
};
