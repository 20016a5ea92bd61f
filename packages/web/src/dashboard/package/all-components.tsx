import { useQueries } from "@tanstack/preact-query";
import { useCallback, useState } from "preact/hooks";
import { count } from "../data/format.ts";
import { useLive } from "../data/live.ts";
import { isActive, type PackageDetail } from "../data/queries.ts";
import { ComponentGrid } from "./component-grid.tsx";
import { fetchComponents, PAGE } from "./component-pages.ts";

const everything = { status: "", kind: "", name: "" } as const;
const MOVING_MS = 2_500;

/** All components by ordinal: pages are read where one looks, in whatever place that is. */
export const AllComponents = ({ one, onOpen }: { one: PackageDetail; onOpen: (ref: string) => void }) => {
  const { paused } = useLive();
  const total = one.components ?? 0;
  const [pages, setPages] = useState({ first: 0, last: 0 });
  const view = useCallback((from: number, to: number) => {
    const [first, last] = [Math.floor(from / PAGE), Math.floor(to / PAGE)];
    setPages((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, []);
  const wanted = Array.from({ length: pages.last - pages.first + 1 }, (_, n) => (pages.first + n) * PAGE);
  const read = useQueries({
    queries: wanted.map((from) => ({
      queryKey: ["components", one.id, one.round, "", from],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchComponents(one.id, everything, from, signal),
      refetchInterval: !paused && isActive(one) ? MOVING_MS : (false as const),
    })),
  });
  const held = new Map(
    read.flatMap((page) => page.data?.components.map((item) => [item.ordinal, item] as const) ?? []),
  );
  return (
    <ComponentGrid
      label={`${count(total)} components`}
      count={total}
      lineAt={(index) => {
        const item = held.get(index);
        return item && { item, level: 1 };
      }}
      onView={view}
      onOpen={onOpen}
    />
  );
};
