import { useLocation, useSearch } from "wouter-preact";

/** The filter of the list. It is stored in the URL, so that a view can be shared. */
export interface ListFilter {
  state: string[];
  band: string[];
  name: string;
  stalled: boolean;
  retrying: boolean;
  sort: "time" | "priority";
}

export const emptyFilter: ListFilter = { state: [], band: [], name: "", stalled: false, retrying: false, sort: "time" };

const splitList = (value: string | null): string[] => (value ? value.split(",").filter(Boolean) : []);

export const readFilter = (search: string): ListFilter => {
  const query = new URLSearchParams(search);
  return {
    state: splitList(query.get("state")),
    band: splitList(query.get("band")),
    name: query.get("name") ?? "",
    stalled: query.get("stalled") === "true",
    retrying: query.get("retrying") === "true",
    sort: query.get("sort") === "priority" ? "priority" : "time",
  };
};

export const writeFilter = (filter: ListFilter): string => {
  const query = new URLSearchParams();
  if (filter.state.length > 0) query.set("state", filter.state.join(","));
  if (filter.band.length > 0) query.set("band", filter.band.join(","));
  if (filter.name) query.set("name", filter.name);
  if (filter.stalled) query.set("stalled", "true");
  if (filter.retrying) query.set("retrying", "true");
  if (filter.sort !== "time") query.set("sort", filter.sort);
  const text = query.toString().replaceAll("%2C", ",");
  return text === "" ? "/" : `/?${text}`;
};

export const useFilter = (): [ListFilter, (change: Partial<ListFilter>) => void] => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = readFilter(search);
  return [filter, (change) => navigate(writeFilter({ ...filter, ...change }), { replace: true })];
};

export const presets: { name: string; change: ListFilter }[] = [
  { name: "All", change: emptyFilter },
  { name: "Active", change: { ...emptyFilter, state: ["active"] } },
  { name: "Retrying", change: { ...emptyFilter, retrying: true } },
  { name: "Stalled", change: { ...emptyFilter, stalled: true } },
  { name: "Failed", change: { ...emptyFilter, state: ["failed", "rejected"] } },
  { name: "Partial", change: { ...emptyFilter, state: ["partial"] } },
  { name: "Complete", change: { ...emptyFilter, state: ["complete"] } },
];

/** Search text and sort order are kept when another preset is selected. */
export const isPreset = (filter: ListFilter, change: ListFilter): boolean =>
  filter.stalled === change.stalled &&
  filter.retrying === change.retrying &&
  filter.state.join() === change.state.join() &&
  filter.band.join() === change.band.join();
