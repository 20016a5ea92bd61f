import { formatCount } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import type { Report, ReportFinding } from "../data.ts";
import { FindingItem } from "./finding-item.tsx";

const SHOWN = 8;

/** The same rule at the same severity, the first of each in the order of the report. */
const byRule = (findings: readonly ReportFinding[]): ReportFinding[][] => {
  const groups = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    const name = `${finding.severity} ${finding.rule}`;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return [...groups.values()];
};

/** What weighs most, each rule once: twenty findings of one must not hide the others. */
export const TopFindings = ({ context, report }: { context: PanelContext; report: Report }) => {
  const { top, total } = report.findings;
  const last = top.at(-1)?.severity;
  return (
    <section class="card" aria-labelledby="top-findings">
      <div class="card-head">
        <h2 id="top-findings">Most severe findings</h2>
        <a href={context.href("analysis")}>{`All ${formatCount(total)}`}</a>
      </div>
      {top.length === 0 ? (
        <p class="note">No findings.</p>
      ) : (
        <ul class="finding-list">
          {byRule(top)
            .slice(0, SHOWN)
            .map(([first, ...others]) =>
              first ? (
                <FindingItem
                  key={`${first.severity}${first.rule}`}
                  finding={first}
                  context={context}
                  others={others.length}
                  // The report lists a hundred: of the last severity in it there may be more.
                  more={total > top.length && first.severity === last}
                />
              ) : null,
            )}
        </ul>
      )}
    </section>
  );
};
