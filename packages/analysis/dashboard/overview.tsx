import type { PanelContext } from "@torrent/web/panel";
import { useReport } from "./data.ts";
import { TopFindings } from "./findings/top-findings.tsx";
import { CoOccurringFindings } from "./insights/co-occurring-findings.tsx";
import { Duplicates } from "./insights/duplicates.tsx";
import { Outliers } from "./insights/outliers.tsx";
import { SharedEntities } from "./insights/shared-entities.tsx";
import { TimelineCard } from "./insights/timeline.tsx";

/** What the report says first: the most severe findings, and what ties the components together. */
export const Overview = ({ context }: { context: PanelContext }) => {
  const { data: report, error } = useReport(context);
  if (error)
    return (
      <p class="callout bad" role="alert">
        {error.message}
      </p>
    );
  if (!report) return <div class="skeleton" aria-hidden="true" />;
  return (
    <div class="stacked">
      <TopFindings context={context} report={report} />
      <CoOccurringFindings context={context} report={report} />
      <SharedEntities context={context} report={report} />
      <TimelineCard context={context} report={report} />
      <Outliers context={context} report={report} />
      <Duplicates context={context} report={report} />
    </div>
  );
};
