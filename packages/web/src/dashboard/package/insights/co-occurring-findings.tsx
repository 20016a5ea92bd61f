import { countOf } from "@torrent/core/format";
import { Link } from "wouter-preact";
import { nameInPackage } from "../../data/names.ts";
import type { Report } from "../../data/queries.ts";
import { MoreInReport } from "../../ui/more-in-report.tsx";
import { Severity } from "../../ui/severity.tsx";
import { componentPath } from "../findings/finding-item.tsx";

type CoOccurrence = NonNullable<Report["correlations"]["meetings"]>["top"][number];

const SHOWN = 6;
const NAMED = 4;

const Item = ({ id, meeting: coOccurrence }: { id: string; meeting: CoOccurrence }) => {
  const { around, entity, findings, rules, severity } = coOccurrence;
  const [first] = findings;
  return (
    <li>
      <Severity severity={severity} />
      <div class="finding">
        <span class="finding-title">
          {findings
            .slice(0, NAMED)
            .map((finding) => finding.title)
            .join(" + ")}
        </span>
        {around === "entity" && entity ? (
          <span class="mono place" title={entity.value}>
            {entity.value}
          </span>
        ) : first ? (
          <Link href={componentPath(id, first.component)} class="mono place" title={first.name}>
            {nameInPackage(first.name)}
          </Link>
        ) : null}
        <span class="note">
          {countOf(rules, "rule")} {around === "entity" ? "near one entity" : "in one component"}
        </span>
        <span class="note rule">{around === "entity" ? entity?.kind : ""}</span>
      </div>
    </li>
  );
};

/** Findings of different rules in the same place: each may be harmless, but the combination seldom is. */
export const CoOccurringFindings = ({ id, report }: { id: string; report: Report }) => {
  const { meetings } = report.correlations;
  if (!meetings || meetings.total === 0) return null;
  return (
    <section class="card" aria-labelledby="meetings">
      <div class="card-head">
        <h2 id="meetings">Co-occurring findings</h2>
        <b>{meetings.total}</b>
      </div>
      <ul class="finding-list">
        {meetings.top.slice(0, SHOWN).map((coOccurrence, n) => (
          <Item key={n} id={id} meeting={coOccurrence} />
        ))}
      </ul>
      <MoreInReport shown={Math.min(SHOWN, meetings.top.length)} total={meetings.total} />
    </section>
  );
};
