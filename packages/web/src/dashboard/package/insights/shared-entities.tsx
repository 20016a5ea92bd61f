import { countOf } from "@torrent/core/format";
import { Link } from "wouter-preact";
import type { Report } from "../../data/queries.ts";
import { MoreInReport } from "../../ui/more-in-report.tsx";
import { componentPath } from "../findings/finding-item.tsx";

const SHOWN = 10;
const PLACES = 4;

/** Entities that occur in several components and so connect them. */
export const SharedEntities = ({ id, report }: { id: string; report: Report }) => {
  const { sharedEntities, sharedCount } = report.correlations;
  return (
    <section class="card" aria-labelledby="shared">
      <div class="card-head">
        <h2 id="shared">Shared entities</h2>
        {sharedCount > 0 ? <b>{sharedCount}</b> : null}
      </div>
      {sharedEntities.length === 0 ? (
        <p class="note">No entity appears in more than one component.</p>
      ) : (
        <ul class="entities">
          {sharedEntities.slice(0, SHOWN).map((entity) => (
            <li key={`${entity.kind}${entity.value}`}>
              <span class="mono value" title={entity.value}>
                {entity.value}
              </span>
              <span class="note">
                {entity.kind}, {countOf(entity.components, "component")}:{" "}
                {entity.places.slice(0, PLACES).map((ref, n) => (
                  <span key={ref}>
                    {n > 0 ? " " : ""}
                    <Link href={componentPath(id, ref)}>{`#${ref}`}</Link>
                  </span>
                ))}
                {entity.components > PLACES ? " …" : ""}
              </span>
            </li>
          ))}
        </ul>
      )}
      <MoreInReport shown={Math.min(SHOWN, sharedEntities.length)} total={sharedCount} />
    </section>
  );
};
