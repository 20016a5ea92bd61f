import type { CompletionStatus, PackageRow, Pipeline } from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";

const FRESH_MS = 900;

/** Whether a subscriber is still to be notified. */
export const isNotifying = (row: PackageRow, statuses: readonly CompletionStatus[]): boolean =>
  row.announcing === true || statuses.some(({ outcome }) => outcome === "pending");

/** How the subscribers of a package's current round fared; nothing is read for a choreography that has none. */
export const completionsReader = (pipeline: Pick<Pipeline, "cloud" | "onComplete">, now: () => number) => {
  const cached = createCache<CompletionStatus[]>(now, 256, () => FRESH_MS);
  return async (row: PackageRow): Promise<CompletionStatus[]> => {
    if (pipeline.onComplete.length === 0) return [];
    const version = [row.id, row.round, row.state, row.updatedAt, row.completionGeneration].join("/");
    return cached(version, async () => {
      const { completions } = await import("@torrent/core/operations");
      return completions(pipeline, row);
    });
  };
};
export type CompletionsReader = ReturnType<typeof completionsReader>;
