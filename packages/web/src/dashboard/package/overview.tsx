import { Link } from "wouter-preact";
import { count, plural } from "../data/format.ts";
import { isActive, type PackageDetail, type Report, useFailures } from "../data/queries.ts";
import { FailureGroups } from "./failures.tsx";
import { FindingItem } from "./finding-item.tsx";
import { Revisions } from "./revisions.tsx";
import { WhyCard } from "./why.tsx";

const Shares = ({ of }: { of: Record<string, number> }) => {
  const entries = Object.entries(of).sort((a, b) => b[1] - a[1]);
  const most = Math.max(1, ...entries.map(([, n]) => n));
  return (
    <ul class="shares">
      {entries.slice(0, 12).map(([name, n]) => (
        <li key={name}>
          <span>{name}</span>
          <span class="meter" aria-hidden="true">
            <i style={{ width: `${(100 * n) / most}%` }} />
          </span>
          <b>{count(n)}</b>
        </li>
      ))}
    </ul>
  );
};

const Waiting = ({ one }: { one: PackageDetail }) => (
  <div class="card quiet-card">
    <h2>{isActive(one) ? "The report comes when every component is settled" : "There is no report"}</h2>
    <p class="note">
      {isActive(one)
        ? "Until then, components show what was found in each of them."
        : one.state === "rejected"
          ? "The package could not be taken in, so there was nothing to analyse."
          : "The package ended before one was written."}
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
      <div class="overview single">
        {active ? <WhyCard id={one.id} /> : null}
        <Waiting one={one} />
      </div>
    );
  const { findings, entities, correlations, kinds } = report;
  return (
    <div class="overview">
      {active ? (
        <div class="wide">
          <WhyCard id={one.id} />
        </div>
      ) : null}
      <Revisions one={one} chosen={chosen} choose={choose} />
      {chosen === undefined && failures.data && failures.data.total > 0 ? (
        <FailureGroups failures={failures.data} id={one.id} atRest={!active} />
      ) : null}
      <section class="card wide" aria-labelledby="top-findings">
        <div class="card-head">
          <h2 id="top-findings">Gravest findings</h2>
          <Link href={`/packages/${one.id}/findings`}>{`All ${count(findings.total)}`}</Link>
        </div>
        {findings.top.length === 0 ? (
          <p class="note">Nothing was found.</p>
        ) : (
          <ul class="finding-list">
            {findings.top.slice(0, 8).map((finding, n) => (
              <FindingItem key={n} finding={finding} id={one.id} />
            ))}
          </ul>
        )}
      </section>
      <section class="card" aria-labelledby="shared">
        <h2 id="shared">Named in several components</h2>
        {correlations.sharedEntities.length === 0 ? (
          <p class="note">No entity is named in more than one component.</p>
        ) : (
          <ul class="entities">
            {correlations.sharedEntities.slice(0, 10).map((entity) => (
              <li key={`${entity.kind}${entity.value}`}>
                <span class="mono value">{entity.value}</span>
                <span class="note">
                  {entity.kind}, {plural(entity.components, "component")}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="card" aria-labelledby="kinds">
        <h2 id="kinds">What it was made of</h2>
        <Shares of={kinds} />
      </section>
      <section class="card" aria-labelledby="entities">
        <div class="card-head">
          <h2 id="entities">Entities</h2>
          <b>{count(entities.total)}</b>
        </div>
        {entities.total === 0 ? <p class="note">None were recognised.</p> : <Shares of={entities.byKind} />}
      </section>
    </div>
  );
};
