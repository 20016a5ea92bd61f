import { formatCount } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";

export const severityOrder = ["critical", "high", "medium", "low", "info"] as const;
export type SeverityName = (typeof severityOrder)[number];

export const Severity = ({ severity }: { severity: string }) => (
  <span class={`severity ${severity}`}>
    <i aria-hidden="true" />
    {severity}
  </span>
);

interface BarsProps {
  context: PanelContext;
  bySeverity: Partial<Record<SeverityName, number>>;
}

/** How many of each, and a way to them; the longest bar is the most frequent one. */
export const SeverityBars = ({ context, bySeverity }: BarsProps) => {
  const most = Math.max(1, ...severityOrder.map((severity) => bySeverity[severity] ?? 0));
  return (
    <ul class="severities">
      {severityOrder.map((severity) => (
        <li key={severity} class={bySeverity[severity] ? "" : "none"}>
          {bySeverity[severity] ? (
            <a href={context.href(`analysis?severity=${severity}`)}>
              <Severity severity={severity} />
            </a>
          ) : (
            <Severity severity={severity} />
          )}
          <span class="meter" aria-hidden="true">
            <i class={severity} style={{ width: `${(100 * (bySeverity[severity] ?? 0)) / most}%` }} />
          </span>
          <b>{formatCount(bySeverity[severity] ?? 0)}</b>
        </li>
      ))}
    </ul>
  );
};
