import { isActive, type PackageDetail, type Report, useFailures } from "../../data/queries.ts";
import { FailureGroups } from "../actions/failed-tasks.tsx";
import { TopFindings } from "../findings/top-findings.tsx";
import { Meetings } from "../insights/co-occurring-findings.tsx";
import { Alike } from "../insights/duplicates.tsx";
import { Outliers } from "../insights/outliers.tsx";
import { SharedEntities } from "../insights/shared-entities.tsx";
import { TimelineCard } from "../insights/timeline.tsx";
import { ReportBar } from "./report-bar.tsx";
import { WhyCard } from "./why.tsx";

const Waiting = ({ one }: { one: PackageDetail }) => (
  <div class="card quiet-card">
    <h2>{isActive(one) ? "The report is written when every component is settled" : "No report"}</h2>
    <p class="note">
      {isActive(one)
        ? "Until then, each component shows its own findings."
        : one.state === "rejected"
          ? "The package was rejected, so there was nothing to analyse."
          : "The package ended before a report was written."}
    </p>
  </div>
);

interface OverviewProps {
  one: PackageDetail;
  report: Report | undefined;
  chosen: number | undefined;
  choose: (revision: number | undefined) => void;
}

export const OverviewTab = ({ one, report, chosen, choose }: OverviewProps) => {
  const active = isActive(one);
  const failures = useFailures(one.id, one.revision);
  if (!report)
    return (
      <div class="stacked">
        <Waiting one={one} />
        {active ? <WhyCard one={one} /> : null}
      </div>
    );
  return (
    <div class="stacked">
      {active ? <WhyCard one={one} /> : null}
      <ReportBar one={one} chosen={chosen} choose={choose} />
      {chosen === undefined && failures.data && failures.data.total > 0 ? (
        <FailureGroups failures={failures.data} id={one.id} atRest={!active} />
      ) : null}
      <TopFindings id={one.id} report={report} />
      <Meetings id={one.id} report={report} />
      <SharedEntities id={one.id} report={report} />
      <TimelineCard id={one.id} report={report} />
      <Outliers id={one.id} report={report} />
      <Alike id={one.id} report={report} />
    </div>
  );
};
