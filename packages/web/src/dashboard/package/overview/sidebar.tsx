import { countOf, formatBytes, formatCount, formatDateTime, formatDuration } from "@torrent/core/format";
import type { ComponentChildren } from "preact";
import { headingOf } from "../../data/counts.ts";
import { isActive, type Outcome, type PackageDetail } from "../../data/queries.ts";
import { BandBadge, Reasons } from "../../ui/priority.tsx";
import { Shares } from "../../ui/shares.tsx";
import { Subscribers } from "./subscribers.tsx";

const Fact = ({ name, children }: { name: string; children: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const taskText = ({ succeeded, failed, skipped, expired, cancelled }: PackageDetail["progress"]["tasks"]): string =>
  [
    `${formatCount(succeeded)} succeeded`,
    ...Object.entries({ failed, skipped, expired, cancelled }).flatMap(([word, n]) =>
      n > 0 ? [`${formatCount(n)} ${word}`] : [],
    ),
  ].join(", ");

const Facts = ({ pkg, outcome }: { pkg: PackageDetail; outcome: Outcome | undefined }) => (
  <section class="card" aria-labelledby="facts">
    <h2 id="facts">Details</h2>
    <dl class="facts">
      <Fact name="Size">{formatBytes(pkg.bytes)}</Fact>
      <Fact name="Components">{pkg.components === undefined ? "not counted yet" : formatCount(pkg.components)}</Fact>
      <Fact name="Tasks">{taskText(pkg.progress.tasks)}</Fact>
      {Object.entries(outcome?.counts ?? pkg.progress.tasks.counts).map(([name, counted]) => (
        <Fact key={name} name={headingOf(name)}>
          {formatCount(counted)}
        </Fact>
      ))}
      <Fact name="Processing time">{formatDuration(pkg.progress.tasks.ms)}</Fact>
      <Fact name="Round">{String(pkg.round)}</Fact>
      <Fact name="Received">{formatDateTime(pkg.createdAt)}</Fact>
      <Fact name={isActive(pkg) ? "Deadline" : "Ended"}>
        {formatDateTime(isActive(pkg) ? pkg.deadlineAt : (pkg.finishedAt ?? pkg.updatedAt))}
      </Fact>
      <div class="tall">
        <dt>ID</dt>
        <dd class="mono">{pkg.id}</dd>
      </div>
      <div class="tall">
        <dt>Inbox key</dt>
        <dd class="mono">{pkg.key}</dd>
      </div>
    </dl>
  </section>
);

const Warnings = ({ pkg }: { pkg: PackageDetail }) => (
  <section class="card" aria-labelledby="warnings">
    <h2 id="warnings">{countOf(pkg.warningCount, "warning")}</h2>
    <ul class="warnings">
      {pkg.warnings.map(({ entry, message }) => (
        <li key={`${entry}${message}`}>
          <span class="mono">{entry}</span>
          <span class="note">{message}</span>
        </li>
      ))}
    </ul>
  </section>
);

interface SidebarProps {
  pkg: PackageDetail;
  outcome: Outcome | undefined;
  /** What panels add. */
  children: ComponentChildren;
}

/** What stands beside the outcome. What grows with it comes last, so that nothing moves when it is written. */
export const Sidebar = ({ pkg, outcome, children }: SidebarProps) => (
  <aside class="side">
    <Facts pkg={pkg} outcome={outcome} />
    <section class="card" aria-labelledby="why">
      <div class="card-head">
        <h2 id="why">Priority</h2>
        <BandBadge priority={pkg.priority} />
      </div>
      <Reasons priority={pkg.priority} />
    </section>
    <Subscribers pkg={pkg} />
    {outcome && Object.keys(outcome.kinds).length > 0 ? (
      <section class="card" aria-labelledby="kinds">
        <div class="card-head">
          <h2 id="kinds">Contents by type</h2>
          <b>{formatCount(outcome.package.components)}</b>
        </div>
        <Shares of={outcome.kinds} />
      </section>
    ) : null}
    {children}
    {pkg.warnings.length > 0 ? <Warnings pkg={pkg} /> : null}
  </aside>
);
