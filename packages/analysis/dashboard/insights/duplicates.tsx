import { formatCount } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import type { Report } from "../data.ts";
import { MoreInReport } from "../more-in-report.tsx";
import { componentPage, nameInPackage } from "../names.ts";

const SHOWN = 6;
const NAMED = 3;

interface Group {
  /** How alike, in words. */
  how: string;
  total: number;
  components: { ref: string; name: string }[];
}

/** Same bytes first, then nearly the same words. */
const groupsOf = ({ correlations, components }: Report): Group[] => {
  const names = new Map(components.map(({ ref, name }) => [ref, name]));
  const same = correlations.duplicates.map((refs) => ({
    how: "identical",
    total: refs.length,
    components: refs.map((ref) => ({ ref, name: names.get(ref) ?? `#${ref}` })),
  }));
  const near = (correlations.nearDuplicates?.top ?? []).map((group) => ({
    how: `${Math.round(100 * group.similarity)}% similar`,
    total: group.total,
    components: group.components,
  }));
  return [...same, ...near];
};

/** Components that say the same, or nearly. */
export const Duplicates = ({ context, report }: { context: PanelContext; report: Report }) => {
  const groups = groupsOf(report);
  if (groups.length === 0) return null;
  const total = report.correlations.duplicates.length + (report.correlations.nearDuplicates?.total ?? 0);
  return (
    <section class="card" aria-labelledby="alike">
      <div class="card-head">
        <h2 id="alike">Duplicates and near-duplicates</h2>
        <b>{total}</b>
      </div>
      <ul class="entities">
        {groups.slice(0, SHOWN).map((group) => (
          <li key={`${group.how}${group.components[0]?.ref}`}>
            <span class="chips">
              {group.components.slice(0, NAMED).map(({ ref, name }) => (
                <a key={ref} href={componentPage(context, ref)} class="chip mono" title={name}>
                  {nameInPackage(name)}
                </a>
              ))}
              {group.total > NAMED ? <span class="chip">{`and ${formatCount(group.total - NAMED)} more`}</span> : null}
            </span>
            <span class="note">{group.how}</span>
          </li>
        ))}
      </ul>
      <MoreInReport shown={Math.min(SHOWN, groups.length)} total={total} />
    </section>
  );
};
