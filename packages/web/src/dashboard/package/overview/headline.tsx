import {
  countOf,
  formatCompactCount,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatTimeLeft,
  formatUsd,
} from "@torrent/core/format";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { paceOfPackage } from "../../data/pace-of-package.ts";
import { isActive, type PackageDetail, type Report } from "../../data/queries.ts";
import { Bar } from "../../ui/bar.tsx";
import { verdict } from "./verdict.ts";

const Figure = ({ name, value, note }: { name: string; value: string; note?: ComponentChildren }) => (
  <div class="figure">
    <dt>{name}</dt>
    <dd>
      <b>{value}</b>
      <span>{note}</span>
    </dd>
  </div>
);

const ActiveFigures = ({ pkg }: { pkg: PackageDetail }) => {
  const { expected, settled } = pkg.progress;
  const pace = paceOfPackage(pkg, pkg.now);
  const moves = pace !== undefined && pace.perSecond > 0;
  return (
    <>
      <Figure
        name="Done"
        value={expected === undefined ? "…" : formatPercent(settled, expected)}
        note={expected === undefined ? "counting" : `${formatCount(settled)} of ${formatCount(expected)}`}
      />
      <Figure name="Rate" value={moves ? formatRate(pace.perSecond) : "…"} note="components" />
      <Figure
        name="Time left"
        value={pace?.leftMs ? formatTimeLeft(pace.leftMs).replace(" left", "").replace("about ", "~") : "…"}
        note={pkg.stalled ? "stalled" : ""}
      />
    </>
  );
};

const EndedFigures = ({ pkg, report }: { pkg: PackageDetail; report: Report | undefined }) => {
  const findings = report?.findings.total ?? pkg.progress.tasks.findings;
  const critical = report?.findings.bySeverity.critical ?? 0;
  const components = pkg.components ?? pkg.progress.expected ?? 0;
  return (
    <>
      <Figure
        name="Findings"
        value={formatCompactCount(findings)}
        note={critical > 0 ? `${formatCount(critical)} critical` : ""}
      />
      <Figure
        name="Components"
        value={formatCompactCount(components)}
        note={pkg.round > 1 ? `round ${pkg.round}` : ""}
      />
      <Figure
        name="Duration"
        value={pkg.finishedAt === undefined ? "…" : formatDuration(pkg.finishedAt - pkg.createdAt)}
        note="total"
      />
    </>
  );
};

/** The state of the package as text, followed by progress, rate and time left. */
export const Headline = ({ pkg, report }: { pkg: PackageDetail; report: Report | undefined }) => {
  const { expected, settled, failed } = pkg.progress;
  const active = isActive(pkg);
  // The bar stays visible after the end, so that the layout does not shift.
  const [watched] = useState(active);
  const inFlight = active && pkg.fannedOut ? Math.max(0, (expected ?? 0) - settled) : 0;
  const found = report && {
    findings: report.findings.total,
    severe: (report.findings.bySeverity.critical ?? 0) + (report.findings.bySeverity.high ?? 0),
    unsuccessful: report.failures.total,
  };
  return (
    <div class="headline">
      <p class="verdict">{verdict(pkg, found)}</p>
      <dl class="figures">
        {active ? <ActiveFigures pkg={pkg} /> : <EndedFigures pkg={pkg} report={report} />}
        <Figure
          name="Failed"
          value={formatCount(failed)}
          note={failed > 0 ? `of ${countOf(expected ?? 0, "component")}` : ""}
        />
        <Figure name="Cost on AWS" value={formatUsd(pkg.cost.usd)} note="estimated" />
      </dl>
      {active || watched || failed > 0 ? (
        <Bar thick parts={{ expected, done: settled, failed, inFlight }} label="Components settled" />
      ) : null}
    </div>
  );
};
