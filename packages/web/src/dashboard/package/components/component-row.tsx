import { countOf, formatBytes } from "@torrent/core/format";
import { nameInPackage, splitName } from "../../data/names.ts";
import type { ComponentItem } from "../../data/queries.ts";
import { Check, Chevron, Cross, Dots } from "../../ui/icons.tsx";
import type { KindGroup } from "./kind-lines.ts";

/** A line of the grid: a component, a kind of components, or one that is still loading. */
export type Line = { item: ComponentItem; level: 1 | 2 } | KindGroup | undefined;

export const HEIGHT = 36;

const marks = {
  done: { word: "Done", tone: "good", Icon: Check },
  failed: { word: "Failed", tone: "bad", Icon: Cross },
  missing: { word: "Pending", tone: "run", Icon: Dots },
} as const;

/** The end of a path is the most informative, so its beginning is truncated first. */
const ComponentName = ({ name }: { name: string }) => {
  const { folder = "", base } = splitName(nameInPackage(name));
  return (
    <span class="mono component-name" title={name}>
      <span>{folder}</span>
      <span>{base}</span>
    </span>
  );
};

const Component = ({ item }: { item: ComponentItem }) => {
  const { word, tone, Icon } = marks[item.status];
  return (
    <>
      <span role="gridcell" class={`mark ${tone}`}>
        <Icon />
        <span class="sr">{word}</span>
      </span>
      <span role="gridcell" class="ordinal">
        {item.ordinal}
      </span>
      <span role="gridcell" class="component-cell">
        <ComponentName name={item.name ?? "object not found"} />
      </span>
      <span role="gridcell" class="kind">
        {item.kind}
      </span>
      <span role="gridcell" class="size">
        {item.bytes === undefined ? "" : formatBytes(item.bytes)}
      </span>
    </>
  );
};

const Kind = ({ kind, size }: { kind: string; size: number }) => (
  <>
    <span role="gridcell" class="mark fold">
      <Chevron />
    </span>
    <span role="gridcell" class="kind-name" aria-colspan={4}>
      <b>{kind}</b> <span class="note">{countOf(size, "component")}</span>
    </span>
  </>
);

interface RowProps {
  line: Line;
  index: number;
  top: number;
  current: boolean;
  onFocus(): void;
  onAct(): void;
}

export const rowId = (index: number): string => `component-${index}`;

export const GridLine = ({ line, index, top, current, onFocus, onAct }: RowProps) => {
  const group = line && "kind" in line ? line : undefined;
  const level = line && "item" in line ? line.level : 1;
  return (
    <div
      id={rowId(index)}
      role="row"
      class={`component ${group ? "group" : line ? "" : "pending"} ${level === 2 ? "nested" : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={group?.open}
      aria-busy={line ? undefined : true}
      tabIndex={current ? 0 : -1}
      onFocus={onFocus}
      onClick={onAct}
      onKeyDown={(event) => event.key === "Enter" && onAct()}
    >
      {group ? (
        <Kind kind={group.kind} size={group.size} />
      ) : line && "item" in line ? (
        <Component item={line.item} />
      ) : (
        <span role="gridcell" class="sr">
          Loading
        </span>
      )}
    </div>
  );
};
