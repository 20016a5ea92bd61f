import { countOf, formatDuration } from "@torrent/core/format";

/** Upper bound of a bucket in milliseconds; the lower bound is half of it. */
const upTo = (bucket: number): number => 2 ** bucket;

const label = (bucket: number): string =>
  bucket === 0 ? "under 1 ms" : `${formatDuration(upTo(bucket - 1))} to ${formatDuration(upTo(bucket))}`;

/** Histogram of durations with one column per doubling. */
export const Histogram = ({ counts }: { counts: readonly number[] }) => {
  const maximum = Math.max(0, ...counts);
  if (maximum === 0) return <span class="note">none succeeded yet</span>;
  const first = counts.findIndex((tasks) => tasks > 0);
  const shown = counts.slice(first);
  const mode = counts.indexOf(maximum);
  return (
    <span class="histogram" role="img" aria-label={`Most tasks took ${label(mode)}`}>
      <span class="columns-up">
        {shown.map((tasks, n) => (
          <span key={`${first + n}`} title={`${label(first + n)}: ${countOf(tasks, "task")}`}>
            <i style={{ height: `${tasks === 0 ? 0 : Math.max(8, (100 * tasks) / maximum)}%` }} />
          </span>
        ))}
      </span>
      <span class="ends">
        <span>{first === 0 ? "0" : formatDuration(upTo(first - 1))}</span>
        <span>{formatDuration(upTo(counts.length - 1))}</span>
      </span>
    </span>
  );
};
