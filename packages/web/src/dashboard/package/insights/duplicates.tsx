import { formatCount } from "@torrent/core/format";
import { Link } from "wouter-preact";
import { nameInPackage } from "../../data/names.ts";
import type { Report } from "../../data/queries.ts";
import { MoreInReport } from "../../ui/more-in-report.tsx";
import { componentPath } from "../findings/finding-item.tsx";

const SHOWN = 6;
const NAMED = 3;

interface Group {
  /** The degree of similarity, as text. */
  how: string;
  total: number;
  components: { ref: string; name: string }[];
}

/** Identical components first, then similar ones. */
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

/** Components with identical or similar content. */
export const Duplicates = ({ id, report }: { id: string; report: Report }) => {
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
                <Link key={ref} href={componentPath(id, ref)} class="chip mono" title={name}>
                  {nameInPackage(name)}
                </Link>
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
