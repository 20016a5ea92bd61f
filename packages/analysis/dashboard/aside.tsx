import { formatCount } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import { useReport } from "./data.ts";
import { SeverityBars } from "./severity.tsx";

const SHOWN = 12;

/** How many of each kind, most first; the longest bar is the most frequent one. */
const Kinds = ({ byKind }: { byKind: Readonly<Record<string, number>> }) => {
  const kinds = Object.entries(byKind).sort((a, b) => b[1] - a[1]);
  const most = Math.max(1, ...kinds.map(([, mentions]) => mentions));
  const rest = kinds.slice(SHOWN);
  return (
    <ul class="shares">
      {kinds.slice(0, SHOWN).map(([kind, mentions]) => (
        <li key={kind}>
          <span>{kind}</span>
          <span class="meter" aria-hidden="true">
            <i style={{ width: `${(100 * mentions) / most}%` }} />
          </span>
          <b>{formatCount(mentions)}</b>
        </li>
      ))}
      {rest.length > 0 ? (
        <li>
          <span class="quiet">{`${rest.length} other kinds`}</span>
          <span />
          <b>{formatCount(rest.reduce((sum, [, mentions]) => sum + mentions, 0))}</b>
        </li>
      ) : null}
    </ul>
  );
};

/** Findings by severity and entities by kind, in the column beside the overview. */
export const Aside = ({ context }: { context: PanelContext }) => {
  const { data: report } = useReport(context);
  if (!report) return null;
  const { findings, entities } = report;
  return (
    <div class="stacked">
      <section class="card" aria-labelledby="severities">
        <div class="card-head">
          <h2 id="severities">Findings</h2>
          <b>{formatCount(findings.total)}</b>
        </div>
        <SeverityBars context={context} bySeverity={findings.bySeverity} />
      </section>
      <section class="card" aria-labelledby="entities">
        <div class="card-head">
          <h2 id="entities">Entity mentions</h2>
          <b>{formatCount(entities.total)}</b>
        </div>
        {entities.total === 0 ? <p class="note">No entities were recognised.</p> : <Kinds byKind={entities.byKind} />}
      </section>
    </div>
  );
};
