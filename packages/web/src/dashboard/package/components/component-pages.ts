import { api } from "../../data/api.ts";
import type { ComponentPage } from "../../data/queries.ts";

/** Components per page. */
export const PAGE = 100;

export const statuses = [
  { value: "", name: "All" },
  { value: "failed", name: "Failed" },
  { value: "missing", name: "Pending" },
  { value: "done", name: "Done" },
] as const;
export type StatusFilter = (typeof statuses)[number]["value"];

export interface ComponentFilter {
  status: StatusFilter;
  kind: string;
  name: string;
}

export const isFiltered = ({ status, kind, name }: ComponentFilter): boolean =>
  status !== "" || kind !== "" || name !== "";

/** Fetches matching components, skipping the first `skip`. */
export const fetchComponents = async (
  id: string,
  { status, kind, name }: ComponentFilter,
  skip: number,
  signal: AbortSignal,
  limit = PAGE,
): Promise<ComponentPage> => {
  const query = {
    skip: String(skip),
    limit: String(limit),
    ...(status ? { status } : {}),
    ...(kind ? { kind } : {}),
    ...(name ? { name } : {}),
  };
  const answer = await api.packages[":id"].components.$get({ param: { id }, query }, { init: { signal } });
  return (await answer.json()) as ComponentPage;
};
