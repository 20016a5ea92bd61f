import { useState } from "preact/hooks";
import "../styles/components.css";
import "../styles/package.css";
import "../styles/stages.css";
import "../styles/result.css";
import "../styles/charts.css";
import { formatBytes, formatDateTime, formatPercent } from "@torrent/core/format";
import { Link, useLocation } from "wouter-preact";
import { splitName } from "../data/names.ts";
import { isActive, isMoving, useChoreography, useOutcome, usePackage } from "../data/queries.ts";
import { Name } from "../list/row.tsx";
import { ErrorState } from "../shell/error-state.tsx";
import { Freshness } from "../shell/freshness.tsx";
import { useKeys } from "../shell/keys.tsx";
import { Chevron } from "../ui/icons.tsx";
import { StateBadge, stateWord } from "../ui/state.tsx";
import { useTitle } from "../ui/use-title.ts";
import { Actions } from "./actions/actions.tsx";
import { ActivityTab } from "./activity/activity.tsx";
import { ComponentsTab } from "./components/components.tsx";
import { useStream } from "./live/use-stream.ts";
import { Headline } from "./overview/headline.tsx";
import { OverviewTab } from "./overview/overview.tsx";
import { PanelTab } from "./panels/panel-tab.tsx";
import { StageTable } from "./stages/stage-table.tsx";

/** The panels that have a part in the dashboard. */
const usePanelTabs = () =>
  (useChoreography().data?.panels ?? []).flatMap((panel) => (panel.module ? [{ ...panel, module: panel.module }] : []));

export const PackagePage = ({ id, tab = "" }: { id: string; tab?: string | undefined }) => {
  const [, navigate] = useLocation();
  const first = usePackage(id, false);
  const streamed = useStream(id, first.data !== undefined && isMoving(first.data));
  const query = usePackage(id, streamed);
  const pkg = query.data;
  const [chosen, choose] = useState<number>();
  const revision = chosen ?? pkg?.revision;
  const outcome = useOutcome(id, revision).data;
  const panels = usePanelTabs();
  const panel = panels.find(({ name }) => name === tab);
  const tabs = [
    { path: "", name: "Overview" },
    { path: "components", name: "Components" },
    ...panels.map(({ name, title }) => ({ path: name, name: title })),
    { path: "activity", name: "Activity" },
  ];
  const progress = pkg && isActive(pkg) && pkg.progress.expected ? pkg.progress : undefined;
  const done = progress && `, ${formatPercent(progress.settled, progress.expected ?? 0)}`;
  useTitle(
    pkg ? `${stateWord(pkg.state)}${done ?? ""}` : undefined,
    pkg ? splitName(pkg.name).base : "Package",
    tabs.find(({ path }) => path === tab)?.name,
  );
  useKeys({
    Escape: () => navigate("/"),
    r: () => void query.refetch(),
  });
  if (!pkg && query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!pkg) return <div class="skeleton" aria-hidden="true" />;
  return (
    <div class="package-page">
      <nav class="crumbs" aria-label="Breadcrumb">
        <Link href="/">Packages</Link>
        <Chevron />
        <span class="mono">{pkg.id.slice(0, 12)}</span>
        <Freshness at={query.dataUpdatedAt} failed={query.isRefetchError} />
      </nav>
      <div class="title">
        <h1>
          <Name name={pkg.name} />
        </h1>
        <StateBadge state={pkg.state} />
        <p class="note">
          {formatBytes(pkg.bytes)}, received {formatDateTime(pkg.createdAt)}
          {pkg.round > 1 ? `, round ${pkg.round}` : ""}
          {pkg.revision === undefined ? "" : `, revision ${pkg.revision}`}
        </p>
        <Actions pkg={pkg} />
      </div>
      {pkg.error ? (
        <div class="callout bad" role="alert">
          <b>{pkg.error.kind.replaceAll("-", " ")}</b> {pkg.error.message}
        </div>
      ) : null}
      <section class="card" aria-label="Progress">
        <Headline pkg={pkg} outcome={outcome} />
        {tab === "" ? <StageTable pkg={pkg} /> : null}
      </section>
      <nav class="tabs" aria-label="Package sections">
        {tabs.map(({ path, name }) => (
          <Link
            key={path}
            href={path ? `/packages/${id}/${path}` : `/packages/${id}`}
            aria-current={tab === path ? "page" : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {tab === "components" ? (
        <ComponentsTab pkg={pkg} panels={panels} />
      ) : tab === "activity" ? (
        <ActivityTab pkg={pkg} />
      ) : panel ? (
        <PanelTab key={panel.name} panel={panel} pkg={pkg} revision={revision} outcome={outcome} />
      ) : (
        <OverviewTab pkg={pkg} panels={panels} outcome={outcome} chosen={chosen} choose={choose} />
      )}
    </div>
  );
};
