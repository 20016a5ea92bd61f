import { api } from "../data/api.ts";
import { bytes, splitName } from "../data/format.ts";
import type { ComponentItem, ComponentPage } from "../data/queries.ts";
import { Check, Cross, Dots } from "../ui/icons.tsx";
import type { StatusFilter } from "./components.tsx";

export const PAGE = 100;
export const HEIGHT = 44;

const marks = {
  done: { word: "Done", tone: "good", Icon: Check },
  failed: { word: "Failed", tone: "bad", Icon: Cross },
  missing: { word: "Awaited", tone: "run", Icon: Dots },
} as const;

export interface ComponentFilter {
  status: StatusFilter;
  kind: string;
  name: string;
}

export const isFiltered = ({ status, kind, name }: ComponentFilter): boolean =>
  status !== "" || kind !== "" || name !== "";

export const fetchComponents = async (
  id: string,
  { status, kind, name }: ComponentFilter,
  from: number,
  signal: AbortSignal,
): Promise<ComponentPage> => {
  const query = {
    from: String(from),
    limit: String(PAGE),
    ...(status ? { status } : {}),
    ...(kind ? { kind } : {}),
    ...(name ? { name } : {}),
  };
  const answer = await api.packages[":id"].components.$get({ param: { id }, query }, { init: { signal } });
  return (await answer.json()) as ComponentPage;
};

/** The end of a path says most: where there is no room, its beginning gives way. */
const ComponentName = ({ name }: { name: string }) => {
  const { folder = "", base } = splitName(name);
  return (
    <span class="mono component-name" title={name}>
      <span>{folder}</span>
      <span>{base}</span>
    </span>
  );
};

export const ComponentRow = ({ item, top, onOpen }: { item: ComponentItem; top: number; onOpen: () => void }) => {
  const { word, tone, Icon } = marks[item.status];
  return (
    <li class="component" style={{ transform: `translateY(${top}px)` }}>
      <button type="button" onClick={onOpen}>
        <span class={`mark ${tone}`}>
          <Icon />
          <span class="sr">{word}</span>
        </span>
        <span class="ordinal">{item.ordinal}</span>
        <ComponentName name={item.name ?? "its object is gone"} />
        <span class="kind">{item.kind}</span>
        <span class="size">{item.bytes === undefined ? "" : bytes(item.bytes)}</span>
      </button>
    </li>
  );
};
