import { useQueries } from "@tanstack/preact-query";
import { useRef } from "preact/hooks";
import { count } from "../data/format.ts";
import { useLive } from "../data/live.tsx";
import { isActive, type PackageDetail } from "../data/queries.ts";
import { useVirtual } from "../ui/virtual.ts";
import { type ComponentFilter, ComponentRow, fetchComponents, HEIGHT, isFiltered, PAGE } from "./component-row.tsx";
import { SomeComponents } from "./some-components.tsx";

const everything: ComponentFilter = { status: "", kind: "", name: "" };

/** All components by ordinal: pages are read where one looks, in whatever place that is. */
const AllComponents = ({ one, onOpen }: { one: PackageDetail; onOpen: (ref: string) => void }) => {
  const list = useRef<HTMLUListElement>(null);
  const { paused } = useLive();
  const total = one.components ?? 0;
  const { items, total: height } = useVirtual(list, total, HEIGHT);
  const first = Math.floor((items[0]?.index ?? 0) / PAGE);
  const last = Math.floor((items.at(-1)?.index ?? 0) / PAGE);
  const wanted = Array.from({ length: last - first + 1 }, (_, n) => (first + n) * PAGE);
  const pages = useQueries({
    queries: wanted.map((from) => ({
      queryKey: ["components", one.id, one.round, "", from],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchComponents(one.id, everything, from, signal),
      refetchInterval: !paused && isActive(one) ? 2_500 : (false as const),
    })),
  });
  const held = new Map(
    pages.flatMap((page) => page.data?.components.map((item) => [item.ordinal, item] as const) ?? []),
  );
  return (
    <ul class="component-list" ref={list} style={{ height: `${height}px` }} aria-label={`${count(total)} components`}>
      {items.map(({ index, start }) => {
        const item = held.get(index);
        return item ? (
          <ComponentRow key={index} item={item} top={start} onOpen={() => onOpen(item.ref)} />
        ) : (
          <li
            key={index}
            class="component pending"
            style={{ transform: `translateY(${start}px)` }}
            aria-hidden="true"
          />
        );
      })}
    </ul>
  );
};

export const ComponentList = ({
  one,
  filter,
  onOpen,
}: {
  one: PackageDetail;
  filter: ComponentFilter;
  onOpen: (ref: string) => void;
}) =>
  isFiltered(filter) ? (
    <SomeComponents key={JSON.stringify(filter)} one={one} filter={filter} onOpen={onOpen} />
  ) : (
    <AllComponents one={one} onOpen={onOpen} />
  );
