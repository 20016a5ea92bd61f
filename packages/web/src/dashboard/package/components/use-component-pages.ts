import { useQueries } from "@tanstack/preact-query";
import { useLive } from "../../data/live.ts";
import { type ComponentItem, isActive, type PackageDetail } from "../../data/queries.ts";
import { type ComponentFilter, fetchComponents, PAGE } from "./component-pages.ts";

const MOVING_MS = 2_500;

/** The nth page of matching components. */
export interface WantedPage {
  filter: ComponentFilter;
  page: number;
}

/** Fetches the visible pages, and refetches them while the package is active. */
export const useComponentPages = (pkg: PackageDetail, wanted: readonly WantedPage[]) => {
  const { paused } = useLive();
  const read = useQueries({
    queries: wanted.map(({ filter, page }) => ({
      queryKey: ["components", pkg.id, pkg.round, filter, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchComponents(pkg.id, filter, page * PAGE, signal),
      refetchInterval: !paused && isActive(pkg) ? MOVING_MS : (false as const),
    })),
  });
  const error = read.find((page) => page.error && !page.data);
  return {
    /** The nth matching component of this kind, if its page is loaded. */
    item(kind: string, nth: number): ComponentItem | undefined {
      const page = Math.floor(nth / PAGE);
      const at = wanted.findIndex((request) => request.page === page && request.filter.kind === kind);
      return read[at]?.data?.components[nth % PAGE];
    },
    /** Number of matching components, once known. */
    total: read.find((page) => page.data)?.data?.total,
    error: error?.error ?? undefined,
    retry: () => void error?.refetch(),
  };
};
