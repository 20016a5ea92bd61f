import { useInfiniteQuery } from "@tanstack/preact-query";
import { useCallback } from "preact/hooks";
import { plural } from "../data/format.ts";
import type { ComponentPage, PackageDetail } from "../data/queries.ts";
import { Trouble } from "../shell/trouble.tsx";
import { ComponentGrid } from "./component-grid.tsx";
import { type ComponentFilter, fetchComponents } from "./component-pages.ts";

const words = { failed: "failed", missing: "awaited", done: "done", "": "found" };

interface SomeProps {
  one: PackageDetail;
  filter: ComponentFilter;
  onOpen: (ref: string) => void;
}

/** Components that fit a filter, from the first on; more are read when the last one that was read comes into view. */
export const SomeComponents = ({ one, filter, onOpen }: SomeProps) => {
  const pages = useInfiniteQuery({
    queryKey: ["components", one.id, one.round, filter],
    initialPageParam: 0,
    getNextPageParam: (page: ComponentPage) => page.next,
    queryFn: ({ pageParam, signal }) => fetchComponents(one.id, filter, pageParam, signal),
  });
  const items = pages.data?.pages.flatMap((page) => page.components) ?? [];
  const more = pages.hasNextPage && !pages.isFetching;
  const view = useCallback(
    (_: number, last: number) => {
      if (more && last >= items.length - 1) void pages.fetchNextPage();
    },
    [more, items.length, pages.fetchNextPage],
  );
  if (pages.error) return <Trouble error={pages.error} retry={() => void pages.refetch()} />;
  const total = pages.data?.pages[0]?.total ?? 0;
  return (
    <>
      <p class="note grid-note" role="status">
        {pages.data ? `${plural(total, "component")} ${words[filter.status]}` : "Reading"}
      </p>
      {items.length > 0 ? (
        <ComponentGrid
          label="Components that fit"
          count={items.length + (pages.hasNextPage ? 1 : 0)}
          lineAt={(index) => {
            const item = items[index];
            return item && { item, level: 1 };
          }}
          onView={view}
          onOpen={onOpen}
        />
      ) : null}
    </>
  );
};
