import { countOf, formatBytes, formatCount, formatDateTime, formatDuration } from "@torrent/core/format";
import { isActive, type PackageDetail, type Report } from "../../data/queries.ts";
import { BandBadge, Reasons } from "../../ui/priority.tsx";
import { SeverityBars } from "../../ui/severity.tsx";
import { Shares } from "../../ui/shares.tsx";

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

const Facts = ({ pkg }: { pkg: PackageDetail }) => (
  <section class="card" aria-labelledby="facts">
    <h2 id="facts">Details</h2>
    <dl class="facts">
      <Fact name="Size">{formatBytes(pkg.bytes)}</Fact>
      <Fact name="Components">{pkg.components === undefined ? "not counted yet" : formatCount(pkg.components)}</Fact>
      <Fact name="Tasks">{taskText(pkg.progress.tasks)}</Fact>
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

/** The sidebar. Parts that depend on the report come last, so that the layout does not shift when it is written. */
export const Sidebar = ({ pkg, report }: { pkg: PackageDetail; report: Report | undefined }) => (
  <aside class="side">
    <Facts pkg={pkg} />
    <section class="card" aria-labelledby="why">
      <div class="card-head">
        <h2 id="why">Priority</h2>
        <BandBadge priority={pkg.priority} />
      </div>
      <Reasons priority={pkg.priority} />
    </section>
    {report ? (
      <>
        <section class="card" aria-labelledby="severities">
          <div class="card-head">
            <h2 id="severities">Findings</h2>
            <b>{formatCount(report.findings.total)}</b>
          </div>
          <SeverityBars id={pkg.id} bySeverity={report.findings.bySeverity} />
        </section>
        <section class="card" aria-labelledby="kinds">
          <div class="card-head">
            <h2 id="kinds">Contents by type</h2>
            <b>{formatCount(report.package.components)}</b>
          </div>
          <Shares of={report.kinds} />
        </section>
        <section class="card" aria-labelledby="entities">
          <div class="card-head">
            <h2 id="entities">Entities</h2>
            <b>{formatCount(report.entities.total)}</b>
          </div>
          {report.entities.total === 0 ? (
            <p class="note">No entities were recognised.</p>
          ) : (
            <Shares of={report.entities.byKind} />
          )}
        </section>
      </>
    ) : null}
    {pkg.warnings.length > 0 ? <Warnings pkg={pkg} /> : null}
  </aside>
);
