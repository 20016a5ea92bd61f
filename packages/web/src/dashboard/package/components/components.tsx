import { formatCount } from "@torrent/core/format";
import { useRef } from "preact/hooks";
import { useSearchParams } from "wouter-preact";
import { type PackageDetail, type PanelView, useComponentKinds } from "../../data/queries.ts";
import { useKeys } from "../../shell/keys.tsx";
import { Search } from "../../ui/icons.tsx";
import { ComponentMap } from "./component-map.tsx";
import { statuses } from "./component-pages.ts";
import { ComponentSheet } from "./component-sheet.tsx";
import { FilteredComponents } from "./filtered-components.tsx";
import { GroupedComponents } from "./grouped-components.tsx";

interface TabProps {
  pkg: PackageDetail;
  panels: readonly (PanelView & { module: string })[];
}

export const ComponentsTab = ({ pkg, panels }: TabProps) => {
  const [search, setSearch] = useSearchParams();
  const status = statuses.find(({ value }) => value === search.get("status"))?.value ?? "";
  const kind = search.get("kind") ?? "";
  const name = search.get("name") ?? "";
  const grouped = search.get("group") === "kind";
  const open = search.get("open");
  const kinds = useComponentKinds(pkg).data?.kinds ?? {};
  const find = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => find.current?.focus() });
  const show = (change: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
        return next;
      },
      { replace: true },
    );
  if (pkg.components === undefined)
    return (
      <div class="card quiet-card">
        <h2>{pkg.state === "rejected" ? "Not unpacked" : "Unpacking"}</h2>
      </div>
    );
  const filter = { status, kind, name };
  const onOpen = (ref: string) => show({ open: ref });
  return (
    <section class="card" aria-label="Components">
      <ComponentMap pkg={pkg} onPick={(ordinal) => onOpen(String(ordinal))} />
      <div class="filters inside">
        <div class="presets" role="group" aria-label="Filter by status">
          {statuses.map(({ value, name: word }) => (
            <button key={value} type="button" aria-pressed={status === value} onClick={() => show({ status: value })}>
              {word}
            </button>
          ))}
        </div>
        <label class="search">
          <Search />
          <span class="sr">Search by name</span>
          <input
            ref={find}
            type="search"
            placeholder="Search by name"
            value={name}
            onInput={(event) => show({ name: event.currentTarget.value })}
          />
          <span class="kbd" aria-hidden="true">
            /
          </span>
        </label>
        <label class="sort">
          <span>Kind</span>
          <select value={kind} onChange={(event) => show({ kind: event.currentTarget.value })}>
            <option value="">All</option>
            {Object.entries(kinds)
              .sort((a, b) => b[1] - a[1])
              .map(([word, n]) => (
                <option key={word} value={word}>
                  {`${word} (${formatCount(n)})`}
                </option>
              ))}
          </select>
        </label>
        <button
          type="button"
          class="button small"
          aria-pressed={grouped}
          onClick={() => show({ group: grouped ? "" : "kind" })}
        >
          Group by kind
        </button>
      </div>
      {grouped ? (
        <GroupedComponents key={`${status}/${name}`} pkg={pkg} kinds={kinds} filter={filter} onOpen={onOpen} />
      ) : (
        <FilteredComponents key={JSON.stringify(filter)} pkg={pkg} filter={filter} onOpen={onOpen} />
      )}
      {open ? <ComponentSheet pkg={pkg} reference={open} panels={panels} onClose={() => show({ open: "" })} /> : null}
    </section>
  );
};
