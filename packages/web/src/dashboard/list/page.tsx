import { useQueryClient } from "@tanstack/preact-query";
import { useMemo, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import { isPreset, presets, useFilter, writeFilter } from "../data/filter.ts";
import { type PackageSummary, useHead, useTail } from "../data/queries.ts";
import { Freshness } from "../shell/freshness.tsx";
import { useKeys } from "../shell/keys.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { Search } from "../ui/icons.tsx";
import { EmptyList } from "./empty.tsx";
import { PackageGrid } from "./grid.tsx";

/** The live first page, then what was read further down; a package that has moved up is shown once. */
const merge = (head: PackageSummary[], tail: PackageSummary[]): PackageSummary[] => {
  const seen = new Set(head.map((one) => one.id));
  return [...head, ...tail.filter((one) => !seen.has(one.id))];
};

export const ListPage = () => {
  const [filter, change] = useFilter();
  const head = useHead(filter);
  const tail = useTail(filter, head.data?.next);
  const queries = useQueryClient();
  const search = useRef<HTMLInputElement>(null);
  const rows = useMemo(
    () => merge(head.data?.packages ?? [], tail.data?.pages.flatMap((page) => page.packages) ?? []),
    [head.data, tail.data],
  );
  useKeys({
    "/": () => search.current?.focus(),
    r: () => void queries.invalidateQueries({ queryKey: ["packages"] }),
  });
  const started = tail.data !== undefined;
  const more = started ? tail.hasNextPage : head.data?.next !== undefined;
  const loadMore = () => {
    if (more && !tail.isFetching) void tail.fetchNextPage();
  };
  const filtered = writeFilter({ ...filter, sort: "time" }) !== "/";
  if (head.error && !head.data) return <Trouble error={head.error} retry={() => void head.refetch()} />;
  return (
    <div class="list-page">
      <div class="list-head">
        <h1>Packages</h1>
        <Freshness at={head.dataUpdatedAt} failed={head.isRefetchError} />
      </div>
      <div class="filters">
        <nav class="presets" aria-label="Presets">
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
              // The browser would clear the field; leaving it is what is meant.
              event.preventDefault();
              event.currentTarget.blur();
            }}
          />
          <span class="kbd" aria-hidden="true">
            /
          </span>
        </label>
        <label class="sort">
          <span>Order</span>
          <select
            value={filter.sort}
            onChange={(event) => change({ sort: event.currentTarget.value === "priority" ? "priority" : "time" })}
          >
            <option value="time">Newest</option>
            <option value="priority">Priority</option>
          </select>
        </label>
      </div>
      {head.isPending ? (
        <div class="skeleton" aria-hidden="true" />
      ) : rows.length === 0 ? (
        <EmptyList filtered={filtered} />
      ) : (
        <PackageGrid rows={rows} more={more} onEnd={loadMore} now={head.data?.now ?? Date.now()} />
      )}
    </div>
  );
};
