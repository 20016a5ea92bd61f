import { formatCount } from "@torrent/core/format";
import { Link } from "wouter-preact";

export const severityOrder = ["critical", "high", "medium", "low", "info"] as const;
export type SeverityName = (typeof severityOrder)[number];

export const Severity = ({ severity }: { severity: string }) => (
  <span class={`severity ${severity}`}>
    <i aria-hidden="true" />
    {severity}
  </span>
);

/** How many of each, and a way to them; the longest bar is the most frequent one. */
export const SeverityBars = ({ id, bySeverity }: { id: string; bySeverity: Partial<Record<SeverityName, number>> }) => {
  const most = Math.max(1, ...severityOrder.map((one) => bySeverity[one] ?? 0));
  return (
    <ul class="severities">
      {severityOrder.map((one) => (
        <li key={one} class={bySeverity[one] ? "" : "none"}>
          {bySeverity[one] ? (
            <Link href={`/packages/${id}/findings?severity=${one}`}>
              <Severity severity={one} />
            </Link>
          ) : (
            <Severity severity={one} />
          )}
          <span class="meter" aria-hidden="true">
            <i class={one} style={{ width: `${(100 * (bySeverity[one] ?? 0)) / most}%` }} />
          </span>
          <b>{formatCount(bySeverity[one] ?? 0)}</b>
        </li>
      ))}
    </ul>
  );
};
