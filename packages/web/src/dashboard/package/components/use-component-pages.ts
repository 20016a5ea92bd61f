import { useQueries } from "@tanstack/preact-query";
import { useLive } from "../../data/live.ts";
import { type ComponentItem, isActive, type PackageDetail } from "../../data/queries.ts";
import { type ComponentFilter, fetchComponents, PAGE } from "./component-pages.ts";

const MOVING_MS = 2_500;

/** The nth page of what fits a filter. */
export interface WantedPage {
  filter: ComponentFilter;
  page: number;
}

/** Reads the pages that are looked at, in whatever place that is, and again while the package moves. */
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
    /** The nth that fits the filter of this kind, if its page was read. */
    item(kind: string, nth: number): ComponentItem | undefined {
      const page = Math.floor(nth / PAGE);
      const at = wanted.findIndex((request) => request.page === page && request.filter.kind === kind);
      return read[at]?.data?.components[nth % PAGE];
    },
    /** How many fit, as far as an answer has told. */
    total: read.find((page) => page.data)?.data?.total,
    error: error?.error ?? undefined,
    retry: () => void error?.refetch(),
  };
};
