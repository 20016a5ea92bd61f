import { Link } from "wouter-preact";
import { nameInPackage } from "../../data/names.ts";
import type { Report } from "../../data/queries.ts";
import { MoreInReport } from "../../ui/more-in-report.tsx";
import { componentPath } from "../findings/finding-item.tsx";

const SHOWN = 6;

/** Components that differ from the others of their kind, with the reason. */
export const Outliers = ({ id, report }: { id: string; report: Report }) => {
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
            <Link href={componentPath(id, outlier.component)} class="mono value" title={outlier.name}>
              {nameInPackage(outlier.name)}
            </Link>
            <span class="note">{outlier.why}</span>
          </li>
        ))}
      </ul>
      <MoreInReport shown={Math.min(SHOWN, outliers.top.length)} total={outliers.total} />
    </section>
  );
};
