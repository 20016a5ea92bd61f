import { useQueries } from "@tanstack/preact-query";
import { useCallback, useState } from "preact/hooks";
import { plural } from "../data/format.ts";
import type { ComponentItem, PackageDetail } from "../data/queries.ts";
import { ComponentGrid } from "./component-grid.tsx";
import { type ComponentFilter, fetchComponents, isFiltered } from "./component-pages.ts";
import { kindLines } from "./kind-lines.ts";
import { KindReader } from "./kind-reader.tsx";

interface GroupedProps {
  one: PackageDetail;
  /** How many there are of each kind, whatever the filter. */
  kinds: Record<string, number>;
  filter: ComponentFilter;
  onOpen: (ref: string) => void;
}

/** How many of each kind fit the filter; a question for each kind, of which there are few. */
const useSizes = ({ one, kinds, filter }: GroupedProps): Record<string, number> => {
  const filtered = isFiltered({ ...filter, kind: "" });
  const names = Object.keys(kinds).filter((kind) => filter.kind === "" || kind === filter.kind);
  const answers = useQueries({
    queries: names.map((kind) => ({
      queryKey: ["component-count", one.id, one.round, { ...filter, kind }],
      enabled: filtered,
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchComponents(one.id, { ...filter, kind }, 0, signal, 1),
    })),
  });
  return Object.fromEntries(
    names.map((kind, at) => [kind, filtered ? (answers[at]?.data?.total ?? 0) : (kinds[kind] ?? 0)]),
  );
};

/** Components below their kinds, most frequent kind first. */
export const GroupedComponents = (props: GroupedProps) => {
  const { one, filter, onOpen } = props;
  const sizes = useSizes(props);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [read, setRead] = useState<ReadonlyMap<string, readonly ComponentItem[]>>(new Map());
  const [view, setView] = useState({ first: 0, last: 0 });
  const onView = useCallback((first: number, last: number) => setView({ first, last }), []);
  const onRead = useCallback(
    (kind: string, items: readonly ComponentItem[]) => setRead((before) => new Map(before).set(kind, items)),
    [],
  );
  const groups = Object.entries(sizes)
    .filter(([, size]) => size > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([kind, size]) => ({ kind, size, items: open.has(kind) ? (read.get(kind) ?? []) : undefined }));
  const { count, lineAt, unread } = kindLines(groups);
  const wanted = unread(view.first, view.last);
  const toggle = (kind: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(kind)) after.add(kind);
      return after;
    });
  return (
    <>
      {[...open].map((kind) => (
        <KindReader key={kind} one={one} filter={{ ...filter, kind }} wanted={wanted.includes(kind)} onRead={onRead} />
      ))}
      <p class="note grid-note" role="status">
        {plural(groups.length, "kind")} of component
      </p>
      <ComponentGrid
        label="Components by kind"
        count={count}
        lineAt={lineAt}
        onView={onView}
        onOpen={onOpen}
        onToggle={toggle}
      />
    </>
  );
};
