import { useQueries } from "@tanstack/preact-query";
import { countOf } from "@torrent/core/format";
import { useCallback, useState } from "preact/hooks";
import type { PackageDetail } from "../../data/queries.ts";
import { ComponentGrid } from "./component-grid.tsx";
import { type ComponentFilter, fetchComponents, isFiltered, PAGE } from "./component-pages.ts";
import { kindLines } from "./kind-lines.ts";
import { useComponentPages } from "./use-component-pages.ts";

interface GroupedProps {
  pkg: PackageDetail;
  /** How many there are of each kind, whatever the filter. */
  kinds: Record<string, number>;
  filter: ComponentFilter;
  onOpen: (ref: string) => void;
}

/** The number of matching components of each kind, with one request per kind. */
const useSizes = ({ pkg, kinds, filter }: GroupedProps): Record<string, number> => {
  const filtered = isFiltered({ ...filter, kind: "" });
  const names = Object.keys(kinds).filter((kind) => filter.kind === "" || kind === filter.kind);
  const answers = useQueries({
    queries: names.map((kind) => ({
      queryKey: ["component-count", pkg.id, pkg.round, { ...filter, kind }],
      enabled: filtered,
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchComponents(pkg.id, { ...filter, kind }, 0, signal, 1),
    })),
  });
  return Object.fromEntries(
    names.map((kind, at) => [kind, filtered ? (answers[at]?.data?.total ?? 0) : (kinds[kind] ?? 0)]),
  );
};

/** Components below their kinds, most frequent kind first. */
export const GroupedComponents = (props: GroupedProps) => {
  const { pkg, filter, onOpen } = props;
  const sizes = useSizes(props);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [view, setView] = useState({ first: 0, last: 0 });
  const onView = useCallback((first: number, last: number) => setView({ first, last }), []);
  const groups = Object.entries(sizes)
    .filter(([, size]) => size > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([kind, size]) => ({ kind, size, open: open.has(kind) }));
  const { count, placeAt, pagesIn } = kindLines(groups);
  const pages = useComponentPages(
    pkg,
    pagesIn(view.first, view.last, PAGE).map(({ kind, page }) => ({ filter: { ...filter, kind }, page })),
  );
  const toggle = (kind: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(kind)) after.add(kind);
      return after;
    });
  return (
    <>
      <p class="note grid-note" role="status">
        {countOf(groups.length, "kind")} of component
      </p>
      <ComponentGrid
        label="Components by kind"
        count={count}
        lineAt={(index) => {
          const place = placeAt(index);
          if (!place || "size" in place) return place;
          const item = pages.item(place.kind, place.nth);
          return item && { item, level: 2 };
        }}
        onView={onView}
        onOpen={onOpen}
        onToggle={toggle}
      />
    </>
  );
};
