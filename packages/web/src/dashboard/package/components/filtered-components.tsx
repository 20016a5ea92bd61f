import { countOf } from "@torrent/core/format";
import { useCallback, useRef, useState } from "preact/hooks";
import type { PackageDetail } from "../../data/queries.ts";
import { ErrorState } from "../../shell/error-state.tsx";
import { ComponentGrid } from "./component-grid.tsx";
import { type ComponentFilter, isFiltered, PAGE } from "./component-pages.ts";
import { useComponentPages } from "./use-component-pages.ts";

const statusLabels = { failed: "failed", missing: "pending", done: "done", "": "found" };

interface FilteredProps {
  pkg: PackageDetail;
  filter: ComponentFilter;
  onOpen: (ref: string) => void;
}

/** The matching components; only the visible pages are fetched. */
export const FilteredComponents = ({ pkg, filter, onOpen }: FilteredProps) => {
  const [view, setView] = useState({ first: 0, last: 0 });
  const onView = useCallback((first: number, last: number) => {
    const [low, high] = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
    setView((before) => (before.first === low && before.last === high ? before : { first: low, last: high }));
  }, []);
  const wantedPages = Array.from({ length: view.last - view.first + 1 }, (_, n) => ({ filter, page: view.first + n }));
  const { item, total, error, retry } = useComponentPages(pkg, wantedPages);
  const filtered = isFiltered(filter);
  // Keeps the last known total while another page is loading.
  const lastTotal = useRef(filtered ? undefined : pkg.components);
  lastTotal.current = total ?? lastTotal.current;
  const knownTotal = lastTotal.current;
  if (error && knownTotal === undefined) return <ErrorState error={error} retry={retry} />;
  const count = knownTotal ?? 0;
  return (
    <>
      {filtered ? (
        <p class="note grid-note" role="status">
          {knownTotal === undefined ? "Loading" : `${countOf(count, "component")} ${statusLabels[filter.status]}`}
        </p>
      ) : null}
      {count > 0 ? (
        <ComponentGrid
          label={filtered ? "Matching components" : countOf(count, "component")}
          count={count}
          lineAt={(index) => {
            const found = item(filter.kind, index);
            return found && { item: found, level: 1 };
          }}
          onView={onView}
          onOpen={onOpen}
        />
      ) : null}
    </>
  );
};
