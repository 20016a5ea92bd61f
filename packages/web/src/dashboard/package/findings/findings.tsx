import { useInfiniteQuery } from "@tanstack/preact-query";
import { formatCount } from "@torrent/core/format";
import type { InferResponseType } from "hono/client";
import { useEffect } from "preact/hooks";
import { useSearchParams } from "wouter-preact";
import { api } from "../../data/api.ts";
import { type PackageDetail, useReport } from "../../data/queries.ts";
import { ErrorState } from "../../shell/error-state.tsx";
import { Search } from "../../ui/icons.tsx";
import { type SeverityName, severityOrder } from "../../ui/severity.tsx";
import { FindingItem } from "./finding-item.tsx";

type Page = InferResponseType<(typeof api.packages)[":id"]["findings"]["$get"], 200>;

interface Asked {
  severity: readonly SeverityName[];
  text: string;
}

const useFindings = ({ id, revision }: PackageDetail, { severity, text }: Asked, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ["findings", id, revision, severity, text],
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next,
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const query = {
        revision: String(revision),
        ...(severity.length > 0 ? { severity: severity.join(",") } : {}),
        ...(text ? { text } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      const answer = await api.packages[":id"].findings.$get({ param: { id }, query }, { init: { signal } });
      return (await answer.json()) as Page;
    },
  });

/** Most severe first, as the API returns them; within a severity in component order. */
export const FindingsTab = ({ pkg }: { pkg: PackageDetail }) => {
  const [search, setSearch] = useSearchParams();
  const report = useReport(pkg.id, pkg.revision);
  const bySeverity = report.data?.findings.bySeverity;
  // Severities without findings need not be searched.
  const presentSeverities = severityOrder.filter((name) => bySeverity === undefined || (bySeverity[name] ?? 0) > 0);
  const chosen = severityOrder.find((name) => name === search.get("severity"));
  const text = search.get("text") ?? "";
  const pages = useFindings(pkg, { severity: chosen ? [chosen] : presentSeverities, text }, !report.isPending);
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  // A page may contain no match and still have a next page.
  const empty = pages.data?.pages.at(-1)?.findings.length === 0 && hasNextPage;
  useEffect(() => {
    if (empty && !isFetching) void fetchNextPage();
  }, [empty, isFetching, fetchNextPage]);
  const show = (change: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
        return next;
      },
      { replace: true },
    );
  if (pkg.revision === undefined)
    return (
      <div class="card quiet-card">
        <h2>Findings are listed when the report is written</h2>
        <p class="note">Until then, each component shows its own findings once it is settled.</p>
      </div>
    );
  const findings = pages.data?.pages.flatMap((page) => page.findings) ?? [];
  const presets = [
    { name: "", word: "All" },
    ...severityOrder
      .filter((name) => bySeverity?.[name] || name === chosen)
      .map((name) => ({ name, word: `${name} ${formatCount(bySeverity?.[name] ?? 0)}` })),
  ];
  return (
    <section class="card" aria-label="All findings">
      <div class="filters inside">
        <div class="presets" role="group" aria-label="Filter by severity">
          {presets.map(({ name, word }) => (
            <button
              key={name}
              type="button"
              aria-pressed={(chosen ?? "") === name}
              onClick={() => show({ severity: name })}
            >
              {word}
            </button>
          ))}
        </div>
        <label class="search">
          <Search />
          <span class="sr">Search title, name and context</span>
          <input
            type="search"
            placeholder="Search title, name and context"
            value={text}
            onInput={(event) => show({ text: event.currentTarget.value })}
          />
        </label>
        <span class="note">Most severe first</span>
      </div>
      {pages.error ? <ErrorState error={pages.error} retry={() => void pages.refetch()} /> : null}
      <p class="note" role="status">
        {findings.length > 0 ? "" : isFetching ? "Searching findings" : "No findings match."}
      </p>
      <ul class="finding-list">
        {findings.map((finding, n) => (
          <FindingItem key={n} finding={finding} id={pkg.id} />
        ))}
      </ul>
      {hasNextPage ? (
        <button type="button" class="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Show more findings
        </button>
      ) : null}
    </section>
  );
};
