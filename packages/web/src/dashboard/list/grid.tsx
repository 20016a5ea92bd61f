import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { headingOf } from "../data/counts.ts";
import type { PackageSummary } from "../data/queries.ts";
import { useKeys } from "../shell/keys.tsx";
import { useRowFocus } from "../ui/row-focus.ts";
import { useVirtual } from "../ui/virtual.ts";
import { PackageRow } from "./row.tsx";

const NARROW = "(max-width: 720px)";
const HEIGHT = 56;
const NARROW_HEIGHT = 100;

/** Packages as a grid of one focus stop: arrows or j and k move, Enter opens. Only rows in view exist. */
export const PackageGrid = ({
  rows,
  more,
  onEnd,
  now,
}: {
  rows: PackageSummary[];
  more: boolean;
  onEnd: () => void;
  now: number;
}) => {
  const list = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  const [current, setCurrent] = useState<string | undefined>(rows[0]?.id);
  const [reasons, setReasons] = useState<string>();
  const height = matchMedia(NARROW).matches ? NARROW_HEIGHT : HEIGHT;
  const { items, total, scrollTo } = useVirtual(list, rows.length, height);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === current),
  );
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 20) onEnd();
  }, [more, last, rows.length, onEnd]);

  const [counted] = Object.keys(rows[0]?.progress.tasks.counts ?? {});
  const rowFocus = useRowFocus(scrollTo);
  const focusRow = (index: number) => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    const next = rows[to];
    if (!next) return;
    setCurrent(next.id);
    setReasons(undefined);
    rowFocus.focus(`row-${next.id}`, to);
  };
  const currentRow = rows[at];
  const down = () => focusRow(rowFocus.holds(`row-${currentRow?.id}`) ? at + 1 : at);
  useKeys({
    j: down,
    k: () => focusRow(at - 1),
    ArrowDown: down,
    ArrowUp: () => focusRow(at - 1),
    Home: () => focusRow(0),
    End: () => focusRow(rows.length - 1),
    w: () => currentRow && setReasons((open) => (open === currentRow.id ? undefined : currentRow.id)),
    Escape: () => setReasons(undefined),
  });

  return (
    <div
      class={`grid ${counted === undefined ? "uncounted" : ""}`}
      role="grid"
      aria-label="Packages"
      aria-rowcount={more ? -1 : rows.length + 1}
      aria-colcount={counted === undefined ? 6 : 7}
    >
      <div class="grid-head" role="row" aria-rowindex={1}>
        <span role="columnheader">Package</span>
        <span role="columnheader">Progress</span>
        <span role="columnheader">Rate or duration</span>
        <span role="columnheader">Priority</span>
        {counted === undefined ? null : (
          <span role="columnheader" class="number counted" title={headingOf(counted)}>
            {headingOf(counted)}
          </span>
        )}
        <span role="columnheader" class="number" title="Estimated cost on AWS at list prices">
          Est. cost
        </span>
        <span role="columnheader" class="number">
          Age
        </span>
      </div>
      <div class="grid-body" role="rowgroup" ref={list} style={{ height: `${total}px` }}>
        {items.map(({ index, start }) => {
          const pkg = rows[index];
          if (!pkg) return null;
          return (
            <PackageRow
              key={pkg.id}
              pkg={pkg}
              now={now}
              index={index}
              top={start}
              height={height}
              current={index === at}
              reasons={reasons === pkg.id}
              onFocus={() => setCurrent(pkg.id)}
              onOpen={() => navigate(`/packages/${pkg.id}`)}
              onReasons={() => setReasons((open) => (open === pkg.id ? undefined : pkg.id))}
            />
          );
        })}
      </div>
    </div>
  );
};
