import { useInfiniteQuery } from "@tanstack/preact-query";
import { useEffect, useMemo } from "preact/hooks";
import type { ComponentItem, ComponentPage, PackageDetail } from "../data/queries.ts";
import { type ComponentFilter, fetchComponents } from "./component-pages.ts";

interface ReaderProps {
  one: PackageDetail;
  /** Names the kind. */
  filter: ComponentFilter;
  /** The rest of it is in view. */
  wanted: boolean;
  onRead(kind: string, items: readonly ComponentItem[]): void;
}

/** Reads an open kind page by page, for as long as more of it is looked at. Draws nothing itself. */
export const KindReader = ({ one, filter, wanted, onRead }: ReaderProps) => {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ["components", one.id, one.round, filter],
    initialPageParam: 0,
    getNextPageParam: (page: ComponentPage) => page.next,
    queryFn: ({ pageParam, signal }) => fetchComponents(one.id, filter, pageParam, signal),
  });
  const items = useMemo(() => data?.pages.flatMap((page) => page.components), [data]);
  useEffect(() => {
    if (items) onRead(filter.kind, items);
  }, [items, filter.kind, onRead]);
  useEffect(() => {
    if (wanted && hasNextPage && !isFetching) void fetchNextPage();
  }, [wanted, hasNextPage, isFetching, fetchNextPage]);
  return null;
};
