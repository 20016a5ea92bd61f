import { countOf } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import type { Report } from "../data.ts";
import { MoreInReport } from "../more-in-report.tsx";
import { componentPage } from "../names.ts";

const SHOWN = 10;
const PLACES = 4;

/** Entities that several components name: what ties the pieces of a package together. */
export const SharedEntities = ({ context, report }: { context: PanelContext; report: Report }) => {
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
                    <a href={componentPage(context, ref)}>{`#${ref}`}</a>
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
