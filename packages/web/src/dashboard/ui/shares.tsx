import { formatCount } from "@torrent/core/format";

const SHOWN = 12;

/** Counts in descending order; the longest bar is the most frequent entry. */
export const Shares = ({ of }: { of: Record<string, number> }) => {
  const entries = Object.entries(of).sort((a, b) => b[1] - a[1]);
  const maximum = Math.max(1, ...entries.map(([, n]) => n));
  const rest = entries.slice(SHOWN);
  return (
    <ul class="shares">
      {entries.slice(0, SHOWN).map(([name, n]) => (
        <li key={name}>
          <span>{name}</span>
          <span class="meter" aria-hidden="true">
            <i style={{ width: `${(100 * n) / maximum}%` }} />
          </span>
          <b>{formatCount(n)}</b>
        </li>
      ))}
      {rest.length > 0 ? (
        <li>
          <span class="quiet">{`${rest.length} other kinds`}</span>
          <span />
          <b>{formatCount(rest.reduce((sum, [, n]) => sum + n, 0))}</b>
        </li>
      ) : null}
    </ul>
  );
};
