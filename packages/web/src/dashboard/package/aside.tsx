import { bytes, count, duration, moment, plural } from "../data/format.ts";
import { isActive, type PackageDetail, type Report } from "../data/queries.ts";
import { BandBadge, Reasons } from "../ui/priority.tsx";
import { SeverityBars } from "../ui/severity.tsx";

const Fact = ({ name, children }: { name: string; children: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

export const Aside = ({ one, report }: { one: PackageDetail; report: Report | undefined }) => {
  const { tasks } = one.progress;
  return (
    <aside class="side">
      <section class="card" aria-labelledby="why">
        <div class="card-head">
          <h2 id="why">Priority</h2>
          <BandBadge priority={one.priority} />
        </div>
        <Reasons priority={one.priority} />
      </section>
      {report ? (
        <section class="card" aria-labelledby="severities">
          <div class="card-head">
            <h2 id="severities">Findings</h2>
            <b>{count(report.findings.total)}</b>
          </div>
          <SeverityBars bySeverity={report.findings.bySeverity} />
        </section>
      ) : null}
      <section class="card" aria-labelledby="facts">
        <h2 id="facts">Facts</h2>
        <dl class="facts">
          <Fact name="Size">{bytes(one.bytes)}</Fact>
          <Fact name="Components">{one.components === undefined ? "not counted yet" : count(one.components)}</Fact>
          <Fact name="Tasks">
            {`${count(tasks.succeeded)} succeeded${tasks.failed ? `, ${count(tasks.failed)} failed` : ""}${tasks.skipped ? `, ${count(tasks.skipped)} skipped` : ""}${tasks.expired ? `, ${count(tasks.expired)} expired` : ""}${tasks.cancelled ? `, ${count(tasks.cancelled)} cancelled` : ""}`}
          </Fact>
          <Fact name="Time in passes">{duration(tasks.ms)}</Fact>
          <Fact name="Round">{String(one.round)}</Fact>
          <Fact name={isActive(one) ? "Deadline" : "Ended"}>
            {moment(isActive(one) ? one.deadlineAt : (one.finishedAt ?? one.updatedAt))}
          </Fact>
          <div>
            <dt>Id</dt>
            <dd class="mono">{one.id}</dd>
          </div>
        </dl>
      </section>
      {one.warnings.length > 0 ? (
        <section class="card" aria-labelledby="warnings">
          <h2 id="warnings">{plural(one.warningCount, "warning")}</h2>
          <ul class="warnings">
            {one.warnings.map(({ entry, message }) => (
              <li key={`${entry}${message}`}>
                <span class="mono">{entry}</span>
                <span class="note">{message}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </aside>
  );
};
