import { isActive, type PackageDetail, type Report, useFailures } from "../../data/queries.ts";
import { FailureGroups } from "../actions/failed-tasks.tsx";
import { TopFindings } from "../findings/top-findings.tsx";
import { CoOccurringFindings } from "../insights/co-occurring-findings.tsx";
import { Duplicates } from "../insights/duplicates.tsx";
import { Outliers } from "../insights/outliers.tsx";
import { SharedEntities } from "../insights/shared-entities.tsx";
import { TimelineCard } from "../insights/timeline.tsx";
import { ReportBar } from "./report-bar.tsx";
import { WhyCard } from "./why.tsx";

const NoReport = ({ pkg }: { pkg: PackageDetail }) => (
  <div class="card quiet-card">
    <h2>{isActive(pkg) ? "The report is written when every component is settled" : "No report"}</h2>
    <p class="note">
      {isActive(pkg)
        ? "Until then, each component shows its own findings."
        : pkg.state === "rejected"
          ? "The package was rejected, so there was nothing to analyse."
          : "The package ended before a report was written."}
    </p>
  </div>
);

interface OverviewProps {
  pkg: PackageDetail;
  report: Report | undefined;
  chosen: number | undefined;
  choose: (revision: number | undefined) => void;
}

export const OverviewTab = ({ pkg, report, chosen, choose }: OverviewProps) => {
  const active = isActive(pkg);
  const failures = useFailures(pkg.id, pkg.revision);
  if (!report)
    return (
      <div class="stacked">
        <NoReport pkg={pkg} />
        {active ? <WhyCard pkg={pkg} /> : null}
      </div>
    );
  return (
    <div class="stacked">
      {active ? <WhyCard pkg={pkg} /> : null}
      <ReportBar pkg={pkg} chosen={chosen} choose={choose} />
      {chosen === undefined && failures.data && failures.data.total > 0 ? (
        <FailureGroups failures={failures.data} id={pkg.id} atRest={!active} />
      ) : null}
      <TopFindings id={pkg.id} report={report} />
      <CoOccurringFindings id={pkg.id} report={report} />
      <SharedEntities id={pkg.id} report={report} />
      <TimelineCard id={pkg.id} report={report} />
      <Outliers id={pkg.id} report={report} />
      <Duplicates id={pkg.id} report={report} />
    </div>
  );
};
