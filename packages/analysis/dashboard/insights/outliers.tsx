import type { PanelContext } from "@torrent/web/panel";
import type { Report } from "../data.ts";
import { MoreInReport } from "../more-in-report.tsx";
import { componentPage, nameInPackage } from "../names.ts";

const SHOWN = 6;

/** Components unlike the others of their kind, and in what. */
export const Outliers = ({ context, report }: { context: PanelContext; report: Report }) => {
  const { outliers } = report.correlations;
  if (!outliers || outliers.total === 0) return null;
  return (
    <section class="card" aria-labelledby="outliers">
      <div class="card-head">
        <h2 id="outliers">Outliers</h2>
        <b>{outliers.total}</b>
      </div>
      <ul class="entities">
        {outliers.top.slice(0, SHOWN).map((outlier) => (
          <li key={`${outlier.component}${outlier.feature}`}>
            <a href={componentPage(context, outlier.component)} class="mono value" title={outlier.name}>
              {nameInPackage(outlier.name)}
            </a>
            <span class="note">{outlier.why}</span>
          </li>
        ))}
      </ul>
      <MoreInReport shown={Math.min(SHOWN, outliers.top.length)} total={outliers.total} />
    </section>
  );
};
