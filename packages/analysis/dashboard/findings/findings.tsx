import { formatCount } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import { useReport } from "../data.ts";
import { severityOrder } from "../severity.tsx";
import { FindingItem } from "./finding-item.tsx";
import { useFindings } from "./use-findings.ts";

const NotYet = () => (
  <div class="card quiet-card">
    <h2>Findings are listed when the report is written</h2>
    <p class="note">Until then, each component shows its own findings once it is settled.</p>
  </div>
);

interface FiltersProps {
  presets: readonly { name: string; word: string }[];
  chosen: string;
  text: string;
  show(change: Record<string, string>): void;
}

const Filters = ({ presets, chosen, text, show }: FiltersProps) => (
  <div class="filters inside">
    <div class="presets" role="group" aria-label="Filter by severity">
      {presets.map(({ name, word }) => (
        <button key={name} type="button" aria-pressed={chosen === name} onClick={() => show({ severity: name })}>
          {word}
        </button>
      ))}
    </div>
    <label class="search">
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
);

/** All findings, most severe first; those of one severity in the order of the components. */
export const FindingsTab = ({ context }: { context: PanelContext }) => {
  const report = useReport(context);
  const bySeverity = report.data?.findings.bySeverity;
  // What is not there need not be looked for.
  const present = severityOrder.filter((name) => bySeverity === undefined || (bySeverity[name] ?? 0) > 0);
  const chosen = severityOrder.find((name) => name === context.search.get("severity"));
  const text = context.search.get("text") ?? "";
  const ready = context.revision !== undefined && (report.data !== undefined || report.error !== undefined);
  const found = useFindings(context, { severity: chosen ? [chosen] : present, text }, ready);
  if (context.revision === undefined) return <NotYet />;
  const show = (change: Record<string, string>) => {
    const next = new URLSearchParams(context.search);
    for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
    context.setSearch(next);
  };
  const presets = [
    { name: "", word: "All" },
    ...severityOrder
      .filter((name) => bySeverity?.[name] || name === chosen)
      .map((name) => ({ name, word: `${name} ${formatCount(bySeverity?.[name] ?? 0)}` })),
  ];
  const { findings, loading, error, next } = found;
  return (
    <section class="card" aria-label="All findings">
      <Filters presets={presets} chosen={chosen ?? ""} text={text} show={show} />
      {error ? (
        <p class="callout bad" role="alert">
          {error.message}{" "}
          <button type="button" class="button small" onClick={found.retry}>
            Try again
          </button>
        </p>
      ) : null}
      <p class="note" role="status">
        {findings.length > 0 ? "" : loading ? "Searching findings" : "No findings match."}
      </p>
      <ul class="finding-list" aria-busy={loading}>
        {findings.map((finding, n) => (
          <FindingItem key={n} finding={finding} context={context} />
        ))}
      </ul>
      {next ? (
        <button type="button" class="button" disabled={loading} onClick={found.more}>
          Show more findings
        </button>
      ) : null}
    </section>
  );
};
