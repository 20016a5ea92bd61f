import { useInfiniteQuery } from "@tanstack/preact-query";
import type { InferResponseType } from "hono/client";
import { useState } from "preact/hooks";
import { api } from "../data/api.ts";
import type { PackageDetail } from "../data/queries.ts";
import { Trouble } from "../shell/trouble.tsx";
import { Search } from "../ui/icons.tsx";
import { type SeverityName, severityOrder } from "../ui/severity.tsx";
import { FindingItem } from "./finding-item.tsx";

type Page = InferResponseType<(typeof api.packages)[":id"]["findings"]["$get"], 200>;

export const FindingsTab = ({ one }: { one: PackageDetail }) => {
  const [severity, setSeverity] = useState<SeverityName>("info");
  const [text, setText] = useState("");
  const { revision } = one;
  const pages = useInfiniteQuery({
    queryKey: ["findings", one.id, revision, severity, text],
    enabled: revision !== undefined,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next,
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const query = { severity, ...(text ? { text } : {}), ...(pageParam ? { cursor: pageParam } : {}) };
      const answer = await api.packages[":id"].findings.$get({ param: { id: one.id }, query }, { init: { signal } });
      return (await answer.json()) as Page;
    },
  });
  if (revision === undefined)
    return (
      <div class="card quiet-card">
        <h2>Findings are listed once the report is written</h2>
        <p class="note">Each component shows its own as soon as it is settled.</p>
      </div>
    );
  const findings = pages.data?.pages.flatMap((page) => page.findings) ?? [];
  return (
    <section class="card" aria-label="All findings">
      <div class="filters inside">
        <label class="sort">
          <span>From severity</span>
          <select value={severity} onChange={(event) => setSeverity(event.currentTarget.value as SeverityName)}>
            {severityOrder.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="search">
          <Search />
          <span class="sr">Find in title, name and context</span>
          <input
            type="search"
            placeholder="Find in title, name and context"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
      </div>
      {pages.error ? <Trouble error={pages.error} retry={() => void pages.refetch()} /> : null}
      {findings.length === 0 && !pages.isFetching ? <p class="note">No finding fits.</p> : null}
      <ul class="finding-list">
        {findings.map((finding, n) => (
          <FindingItem key={n} finding={finding} id={one.id} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <button type="button" class="button" disabled={pages.isFetching} onClick={() => void pages.fetchNextPage()}>
          More findings
        </button>
      ) : null}
    </section>
  );
};
