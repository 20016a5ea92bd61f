import { useInfiniteQuery } from "@tanstack/preact-query";
import { useRef } from "preact/hooks";
import { plural } from "../data/format.ts";
import type { ComponentPage, PackageDetail } from "../data/queries.ts";
import { Trouble } from "../shell/trouble.tsx";
import { useVirtual } from "../ui/virtual.ts";
import { type ComponentFilter, ComponentRow, fetchComponents, HEIGHT } from "./component-row.tsx";

const words = { failed: "failed", missing: "awaited", done: "done", "": "found" };

/** Components that fit a filter, from the first on. */
export const SomeComponents = ({
  one,
  filter,
  onOpen,
}: {
  one: PackageDetail;
  filter: ComponentFilter;
  onOpen: (ref: string) => void;
}) => {
  const list = useRef<HTMLUListElement>(null);
  const pages = useInfiniteQuery({
    queryKey: ["components", one.id, one.round, filter],
    initialPageParam: 0,
    getNextPageParam: (page: ComponentPage) => page.next,
    queryFn: ({ pageParam, signal }) => fetchComponents(one.id, filter, pageParam, signal),
  });
  const items = pages.data?.pages.flatMap((page) => page.components) ?? [];
  const { items: rows, total } = useVirtual(list, items.length, HEIGHT);
  if (pages.error) return <Trouble error={pages.error} retry={() => void pages.refetch()} />;
  return (
    <>
      <p class="note" role="status">
        {pages.data ? `${plural(pages.data.pages[0]?.total ?? 0, "component")} ${words[filter.status]}` : "Reading"}
      </p>
      <ul class="component-list" ref={list} style={{ height: `${total}px` }}>
        {rows.map(({ index, start }) => {
          const item = items[index];
          return item ? <ComponentRow key={item.ref} item={item} top={start} onOpen={() => onOpen(item.ref)} /> : null;
        })}
      </ul>
      {pages.hasNextPage ? (
        <button type="button" class="button" disabled={pages.isFetching} onClick={() => void pages.fetchNextPage()}>
          More components
        </button>
      ) : null}
    </>
  );
};
