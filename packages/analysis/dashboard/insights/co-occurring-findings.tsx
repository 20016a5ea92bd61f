import { countOf } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import type { Report } from "../data.ts";
import { MoreInReport } from "../more-in-report.tsx";
import { componentPage, nameInPackage } from "../names.ts";
import { Severity } from "../severity.tsx";

type CoOccurrence = NonNullable<Report["correlations"]["meetings"]>["top"][number];

const SHOWN = 6;
const NAMED = 4;

const Item = ({ context, coOccurrence }: { context: PanelContext; coOccurrence: CoOccurrence }) => {
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
          <a href={componentPage(context, first.component)} class="mono place" title={first.name}>
            {nameInPackage(first.name)}
          </a>
        ) : null}
        <span class="note">
          {countOf(rules, "rule")} {around === "entity" ? "near one entity" : "in one component"}
        </span>
        <span class="note rule">{around === "entity" ? entity?.kind : ""}</span>
      </div>
    </li>
  );
};

/** Findings of different rules that stand together: each may be harmless, the pair seldom is. */
export const CoOccurringFindings = ({ context, report }: { context: PanelContext; report: Report }) => {
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
          <Item key={n} context={context} coOccurrence={coOccurrence} />
        ))}
      </ul>
      <MoreInReport shown={Math.min(SHOWN, meetings.top.length)} total={meetings.total} />
    </section>
  );
};
