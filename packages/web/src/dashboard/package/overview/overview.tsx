import { isActive, type Outcome, type PackageDetail, type PanelView, useFailures } from "../../data/queries.ts";
import { FailureGroups } from "../actions/failed-tasks.tsx";
import { usePanels } from "../panels/load-panel.ts";
import { PanelPart } from "../panels/panel-part.tsx";
import { OutcomeBar } from "../result/outcome-bar.tsx";
import { ResultCards } from "../result/result-cards.tsx";
import { Sidebar } from "./sidebar.tsx";
import { WhyCard } from "./why.tsx";

const NoOutcome = ({ pkg }: { pkg: PackageDetail }) => (
  <div class="card quiet-card">
    <h2>{isActive(pkg) ? "The outcome is written when every component is settled" : "No outcome"}</h2>
    <p class="note">
      {isActive(pkg)
        ? "Until then, each component shows its own results."
        : pkg.state === "rejected"
          ? "The package was rejected, so there was nothing to process."
          : "The package ended before its results were aggregated."}
    </p>
  </div>
);

interface OverviewProps {
  pkg: PackageDetail;
  panels: readonly (PanelView & { module: string })[];
  outcome: Outcome | undefined;
  chosen: number | undefined;
  choose: (revision: number | undefined) => void;
}

export const OverviewTab = ({ pkg, panels, outcome, chosen, choose }: OverviewProps) => {
  const active = isActive(pkg);
  const failures = useFailures(pkg.id, pkg.revision);
  const { settled, loaded } = usePanels(panels.map(({ module }) => module));
  const shown = { pkg, revision: chosen ?? pkg.revision, outcome };
  const parts = panels.flatMap((panel) => {
    const module = loaded.get(panel.module);
    return module ? [{ panel, module }] : [];
  });
  const hasOverview = parts.some(({ module }) => module.overview);
  return (
    <div class="columns">
      <div class="stacked">
        {outcome ? null : <NoOutcome pkg={pkg} />}
        {active ? <WhyCard pkg={pkg} /> : null}
        {outcome ? (
          <>
            <OutcomeBar pkg={pkg} outcome={outcome} chosen={chosen} choose={choose} />
            {chosen === undefined && failures.data && failures.data.total > 0 ? (
              <FailureGroups failures={failures.data} id={pkg.id} atRest={!active} />
            ) : null}
            {parts.map(({ panel, module }) => (
              <PanelPart key={panel.name} panel={panel} module={module} part="overview" {...shown} />
            ))}
            {settled && !hasOverview ? <ResultCards outcome={outcome} /> : null}
          </>
        ) : null}
      </div>
      <Sidebar pkg={pkg} outcome={outcome}>
        {outcome
          ? parts.map(({ panel, module }) => (
              <PanelPart key={panel.name} panel={panel} module={module} part="aside" {...shown} />
            ))
          : null}
      </Sidebar>
    </div>
  );
};
