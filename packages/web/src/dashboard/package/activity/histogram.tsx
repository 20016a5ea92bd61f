import { duration, plural } from "../../data/format.ts";

/** A bucket holds what took less than this, and at least half of it. */
const upTo = (bucket: number): number => 2 ** bucket;

const label = (bucket: number): string =>
  bucket === 0 ? "under 1 ms" : `${duration(upTo(bucket - 1))} to ${duration(upTo(bucket))}`;

/** How long tasks took: a column for each doubling, from the shortest to the longest. */
export const Histogram = ({ counts }: { counts: readonly number[] }) => {
  const most = Math.max(0, ...counts);
  if (most === 0) return <span class="note">none has ended well yet</span>;
  const first = counts.findIndex((one) => one > 0);
  const shown = counts.slice(first);
  const usual = counts.indexOf(most);
  return (
    <span class="histogram" role="img" aria-label={`Most tasks took ${label(usual)}`}>
      <span class="columns-up">
        {shown.map((one, n) => (
          <span key={`${first + n}`} title={`${label(first + n)}: ${plural(one, "task")}`}>
            <i style={{ height: `${one === 0 ? 0 : Math.max(8, (100 * one) / most)}%` }} />
          </span>
        ))}
      </span>
      <span class="ends">
        <span>{first === 0 ? "0" : duration(upTo(first - 1))}</span>
        <span>{duration(upTo(counts.length - 1))}</span>
      </span>
    </span>
  );
};
