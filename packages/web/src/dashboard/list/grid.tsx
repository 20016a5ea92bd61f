import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import type { PackageSummary } from "../data/queries.ts";
import { useKeys } from "../shell/keys.tsx";
import { useVirtual } from "../ui/virtual.ts";
import { PackageRow } from "./row.tsx";

const NARROW = "(max-width: 720px)";

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
  const height = matchMedia(NARROW).matches ? 104 : 64;
  const { items, total, scrollTo } = useVirtual(list, rows.length, height);
  const at = Math.max(
    0,
    rows.findIndex((one) => one.id === current),
  );
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 20) onEnd();
  }, [more, last, rows.length, onEnd]);

  // A row that is out of view exists only after the next drawing.
  const wanted = useRef<string>();
  const focusWanted = () => {
    const row = wanted.current === undefined ? null : document.getElementById(`row-${wanted.current}`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  };
  useLayoutEffect(focusWanted);
  const focusRow = (index: number) => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    const next = rows[to];
    if (!next) return;
    setCurrent(next.id);
    setReasons(undefined);
    wanted.current = next.id;
    scrollTo(to);
    focusWanted();
  };
  const held = rows[at];
  useKeys({
    j: () => focusRow(document.activeElement?.id === `row-${held?.id}` ? at + 1 : at),
    k: () => focusRow(at - 1),
    ArrowDown: () => focusRow(document.activeElement?.id === `row-${held?.id}` ? at + 1 : at),
    ArrowUp: () => focusRow(at - 1),
    Home: () => focusRow(0),
    End: () => focusRow(rows.length - 1),
    w: () => held && setReasons((open) => (open === held.id ? undefined : held.id)),
    Escape: () => setReasons(undefined),
  });

  return (
    <div class="grid" role="grid" aria-label="Packages" aria-rowcount={more ? -1 : rows.length + 1} aria-colcount={5}>
      <div class="grid-head" role="row" aria-rowindex={1}>
        <span role="columnheader">Package</span>
        <span role="columnheader">Progress</span>
        <span role="columnheader">Pace</span>
        <span role="columnheader">Priority</span>
        <span role="columnheader">Age</span>
      </div>
      <div class="grid-body" role="rowgroup" ref={list} style={{ height: `${total}px` }}>
        {items.map(({ index, start }) => {
          const one = rows[index];
          if (!one) return null;
          return (
            <PackageRow
              key={one.id}
              one={one}
              now={now}
              index={index}
              top={start}
              height={height}
              current={index === at}
              reasons={reasons === one.id}
              onFocus={() => setCurrent(one.id)}
              onOpen={() => navigate(`/packages/${one.id}`)}
              onReasons={() => setReasons((open) => (open === one.id ? undefined : one.id))}
            />
          );
        })}
      </div>
    </div>
  );
};
