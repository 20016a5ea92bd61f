import { formatCount } from "@torrent/core/format";
import { Link } from "wouter-preact";
import type { Finding, Report } from "../../data/queries.ts";
import { FindingItem } from "./finding-item.tsx";

const SHOWN = 8;

/** Groups findings of the same rule and severity, in the order of the report. */
const byRule = (findings: readonly Finding[]): Finding[][] => {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = `${finding.severity} ${finding.rule}`;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return [...groups.values()];
};

/** The most severe findings, one per rule, so that many findings of one rule do not hide the others. */
export const TopFindings = ({ id, report }: { id: string; report: Report }) => {
  const { top, total } = report.findings;
  const last = top.at(-1)?.severity;
  return (
    <section class="card" aria-labelledby="top-findings">
      <div class="card-head">
        <h2 id="top-findings">Most severe findings</h2>
        <Link href={`/packages/${id}/findings`}>{`All ${formatCount(total)}`}</Link>
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
                  id={id}
                  others={others.length}
                  // The report lists a hundred findings; there may be more of the last severity.
                  more={total > top.length && first.severity === last}
                />
              ) : null,
            )}
        </ul>
      )}
    </section>
  );
};
