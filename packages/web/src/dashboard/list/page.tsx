import { useQueryClient } from "@tanstack/preact-query";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import { isPreset, presets, useFilter, writeFilter } from "../data/filter.ts";
import { type PackagePage, type PackageSummary, usePackages } from "../data/queries.ts";
import { ErrorState } from "../shell/error-state.tsx";
import { Freshness } from "../shell/freshness.tsx";
import { useKeys } from "../shell/keys.tsx";
import { Search } from "../ui/icons.tsx";
import { useTitle } from "../ui/use-title.ts";
import { EmptyList } from "./empty.tsx";
import { PackageGrid } from "./grid.tsx";

/** A package that moved from one page to another while they were read is shown once. */
const rowsOf = (pages: readonly PackagePage[]): PackageSummary[] => [
  ...new Map(pages.flatMap((page) => page.packages).map((pkg) => [pkg.id, pkg])).values(),
];

export const ListPage = () => {
  const [filter, change] = useFilter();
  const list = usePackages(filter);
  const queries = useQueryClient();
  const search = useRef<HTMLInputElement>(null);
  const rows = useMemo(() => rowsOf(list.data?.pages ?? []), [list.data]);
  const preset = presets.find(({ change: to }) => isPreset(filter, to))?.name ?? "Filtered";
  useTitle(preset === "All" ? "Packages" : `${preset} packages`, filter.name === "" ? undefined : `"${filter.name}"`);
  useKeys({
    "/": () => search.current?.focus(),
    r: () => void queries.invalidateQueries({ queryKey: ["packages"] }),
  });
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
  };
  // A page scans about a thousand packages; if none matches, the next page is requested.
  const searching = rows.length === 0 && list.hasNextPage;
  useEffect(() => {
    if (searching) loadMore();
  });
  const filtered = writeFilter({ ...filter, sort: "time" }) !== "/";
  if (list.error && !list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  return (
    <div class="list-page">
      <div class="list-head">
        <h1>Packages</h1>
        <Freshness at={list.dataUpdatedAt} failed={list.isRefetchError} />
      </div>
      <div class="filters">
        <nav class="presets" aria-label="Filter by state">
          {presets.map(({ name, change: to }) => (
            <Link
              key={name}
              href={writeFilter({ ...to, name: filter.name, sort: filter.sort })}
              aria-current={isPreset(filter, to) ? "true" : undefined}
            >
              {name}
            </Link>
          ))}
        </nav>
        <label class="search">
          <Search />
          <span class="sr">Filter by name</span>
          <input
            ref={search}
            type="search"
            placeholder="Filter by name"
            value={filter.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              // Leaves the field instead of clearing it, as the browser would.
              event.preventDefault();
              event.currentTarget.blur();
            }}
          />
          <span class="kbd" aria-hidden="true">
            /
          </span>
        </label>
        <label class="sort">
          <span>Sort by</span>
          <select
            value={filter.sort}
            onChange={(event) => change({ sort: event.currentTarget.value === "priority" ? "priority" : "time" })}
          >
            <option value="time">Newest</option>
            <option value="priority">Priority</option>
          </select>
        </label>
      </div>
      {list.isPending ? (
        <div class="skeleton" aria-hidden="true" />
      ) : searching ? (
        <p class="empty" role="status">
          Searching older packages
        </p>
      ) : rows.length === 0 ? (
        <EmptyList filtered={filtered} />
      ) : (
        <PackageGrid
          rows={rows}
          more={list.hasNextPage}
          onEnd={loadMore}
          now={list.data?.pages[0]?.now ?? Date.now()}
        />
      )}
    </div>
  );
};
