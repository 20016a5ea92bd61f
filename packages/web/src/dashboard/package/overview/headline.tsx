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
import { headingOf } from "../../data/counts.ts";
import { paceOfPackage } from "../../data/pace-of-package.ts";
import { isActive, type Outcome, type PackageDetail } from "../../data/queries.ts";
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

/** Counts that have a place in the headline; the others are among the details. */
const COUNTS = 2;

const EndedFigures = ({ pkg, outcome }: { pkg: PackageDetail; outcome: Outcome | undefined }) => {
  const components = pkg.components ?? pkg.progress.expected ?? 0;
  const counts = { ...pkg.progress.tasks.counts, ...outcome?.counts };
  return (
    <>
      {Object.entries(counts)
        .slice(0, COUNTS)
        .map(([name, counted]) => (
          <Figure key={name} name={headingOf(name)} value={formatCompactCount(counted)} />
        ))}
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

/** What has happened, in words; then how far, how fast, how long still. */
export const Headline = ({ pkg, outcome }: { pkg: PackageDetail; outcome: Outcome | undefined }) => {
  const { expected, settled, failed } = pkg.progress;
  const active = isActive(pkg);
  // It stays for whoever watches the end: nothing moves.
  const [watched] = useState(active);
  const inFlight = active && pkg.fannedOut ? Math.max(0, (expected ?? 0) - settled) : 0;
  const totals = outcome && { counts: outcome.counts, unsuccessful: outcome.failures.total };
  return (
    <div class="headline">
      <p class="verdict">{verdict(pkg, totals)}</p>
      <dl class="figures">
        {active ? <ActiveFigures pkg={pkg} /> : <EndedFigures pkg={pkg} outcome={outcome} />}
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
