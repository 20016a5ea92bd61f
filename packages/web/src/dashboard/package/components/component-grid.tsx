import { useEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../../shell/keys.tsx";
import { useRowFocus } from "../../ui/row-focus.ts";
import { useVirtual } from "../../ui/virtual.ts";
import { GridLine, HEIGHT, type Line, rowId } from "./component-row.tsx";

export interface GridProps {
  label: string;
  count: number;
  lineAt(index: number): Line;
  /** Called when the first or last visible line changes. */
  onView(first: number, last: number): void;
  onOpen(ref: string): void;
  onToggle?(kind: string): void;
}

/** Up to 100,000 lines, of which only the visible ones are rendered; navigable by keyboard as a tree. */
export const ComponentGrid = ({ label, count, lineAt, onView, onOpen, onToggle }: GridProps) => {
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const { items, total, scrollTo } = useVirtual(list, count, HEIGHT);
  const rows = useRowFocus(scrollTo);
  const at = Math.min(current, Math.max(0, count - 1));
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onView(first, last), [first, last, onView]);

  const go = (index: number) => {
    if (count === 0) return;
    const to = Math.min(count - 1, Math.max(0, index));
    setCurrent(to);
    rows.focus(rowId(to), to);
  };
  const down = () => go(rows.holds(rowId(at)) ? at + 1 : at);
  const act = (index: number) => {
    const line = lineAt(index);
    if (!line) return;
    setCurrent(index);
    if ("kind" in line) onToggle?.(line.kind);
    else onOpen(line.item.ref);
  };
  const right = () => {
    const line = lineAt(at);
    if (line && "kind" in line && !line.open) onToggle?.(line.kind);
  };
  const left = () => {
    const line = lineAt(at);
    if (line && "kind" in line) {
      if (line.open) onToggle?.(line.kind);
      return;
    }
    for (let above = at; above >= 0; above -= 1) {
      const group = lineAt(above);
      if (group && "kind" in group) return go(above);
    }
  };
  useKeys({
    j: down,
    ArrowDown: down,
    k: () => go(at - 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(count - 1),
    ...(onToggle ? { ArrowRight: right, ArrowLeft: left } : {}),
  });

  return (
    <div
      class="component-grid"
      role="treegrid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={5}
      style={{ "--digits": String(String(count).length) }}
    >
      <div class="component-head" role="row" aria-rowindex={1}>
        <span role="columnheader">
          <span class="sr">State</span>
        </span>
        <span role="columnheader" class="ordinal">
          #
        </span>
        <span role="columnheader">Component</span>
        <span role="columnheader">Kind</span>
        <span role="columnheader" class="size">
          Size
        </span>
      </div>
      <div class="component-list" role="rowgroup" ref={list} style={{ height: `${total}px` }}>
        {items.map(({ index, start }) => (
          <GridLine
            key={index}
            line={lineAt(index)}
            index={index}
            top={start}
            current={index === at}
            onFocus={() => setCurrent(index)}
            onAct={() => act(index)}
          />
        ))}
      </div>
    </div>
  );
};
