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

/** The number of findings per severity, with links; the longest bar is the most frequent severity. */
export const SeverityBars = ({ id, bySeverity }: { id: string; bySeverity: Partial<Record<SeverityName, number>> }) => {
  const maximum = Math.max(1, ...severityOrder.map((severity) => bySeverity[severity] ?? 0));
  return (
    <ul class="severities">
      {severityOrder.map((severity) => (
        <li key={severity} class={bySeverity[severity] ? "" : "none"}>
          {bySeverity[severity] ? (
            <Link href={`/packages/${id}/findings?severity=${severity}`}>
              <Severity severity={severity} />
            </Link>
          ) : (
            <Severity severity={severity} />
          )}
          <span class="meter" aria-hidden="true">
            <i class={severity} style={{ width: `${(100 * (bySeverity[severity] ?? 0)) / maximum}%` }} />
          </span>
          <b>{formatCount(bySeverity[severity] ?? 0)}</b>
        </li>
      ))}
    </ul>
  );
};
