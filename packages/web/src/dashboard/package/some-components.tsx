import { useInfiniteQuery } from "@tanstack/preact-query";
import { useRef } from "preact/hooks";
import { plural } from "../data/format.ts";
import type { ComponentPage, PackageDetail } from "../data/queries.ts";
import { Trouble } from "../shell/trouble.tsx";
import { useVirtual } from "../ui/virtual.ts";
import { ComponentRow, fetchComponents, HEIGHT } from "./component-row.tsx";
import type { StatusFilter } from "./components.tsx";

const words = { failed: "failed", missing: "awaited", done: "done", "": "" };

/** Components of one status, from the first on. */
export const SomeComponents = ({
  one,
  status,
  onOpen,
}: {
  one: PackageDetail;
  status: StatusFilter;
  onOpen: (ref: string) => void;
}) => {
  const list = useRef<HTMLUListElement>(null);
  const pages = useInfiniteQuery({
    queryKey: ["components", one.id, one.round, status],
    initialPageParam: 0,
    getNextPageParam: (page: ComponentPage) => page.next,
    queryFn: ({ pageParam, signal }) => fetchComponents(one.id, status, pageParam, signal),
  });
  const items = pages.data?.pages.flatMap((page) => page.components) ?? [];
  const { items: rows, total } = useVirtual(list, items.length, HEIGHT);
  if (pages.error) return <Trouble error={pages.error} retry={() => void pages.refetch()} />;
  return (
    <>
      <p class="note" role="status">
        {pages.data ? `${plural(pages.data.pages[0]?.total ?? 0, "component")} ${words[status]}` : "Reading"}
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
