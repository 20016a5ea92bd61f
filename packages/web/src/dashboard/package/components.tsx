import { useSearchParams } from "wouter-preact";
import { count } from "../data/format.ts";
import { type PackageDetail, useComponentKinds } from "../data/queries.ts";
import { Search } from "../ui/icons.tsx";
import { ComponentList } from "./component-list.tsx";
import { ComponentMap } from "./component-map.tsx";
import { ComponentSheet } from "./component-sheet.tsx";

const statuses = [
  { value: "", name: "All" },
  { value: "failed", name: "Failed" },
  { value: "missing", name: "Missing" },
  { value: "done", name: "Done" },
] as const;
export type StatusFilter = (typeof statuses)[number]["value"];

export const ComponentsTab = ({ one }: { one: PackageDetail }) => {
  const [search, setSearch] = useSearchParams();
  const status = statuses.find(({ value }) => value === search.get("status"))?.value ?? "";
  const kind = search.get("kind") ?? "";
  const name = search.get("name") ?? "";
  const open = search.get("open");
  const kinds = useComponentKinds(one);
  const show = (change: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
        return next;
      },
      { replace: true },
    );
  if (one.components === undefined)
    return (
      <div class="card quiet-card">
        <h2>{one.state === "rejected" ? "It was not taken apart" : "Intake is still taking it apart"}</h2>
      </div>
    );
  return (
    <section class="card wide" aria-label="Components">
      <ComponentMap one={one} onPick={(ordinal) => show({ open: String(ordinal) })} />
      <div class="filters inside">
        <div class="presets" role="group" aria-label="Which components">
          {statuses.map(({ value, name: word }) => (
            <button key={value} type="button" aria-pressed={status === value} onClick={() => show({ status: value })}>
              {word}
            </button>
          ))}
        </div>
        <label class="search">
          <Search />
          <span class="sr">Find by name</span>
          <input
            type="search"
            placeholder="Find by name"
            value={name}
            onInput={(event) => show({ name: event.currentTarget.value })}
          />
        </label>
        <label class="sort">
          <span>Kind</span>
          <select value={kind} onChange={(event) => show({ kind: event.currentTarget.value })}>
            <option value="">all</option>
            {Object.entries(kinds.data?.kinds ?? {})
              .sort((a, b) => b[1] - a[1])
              .map(([word, n]) => (
                <option key={word} value={word}>
                  {`${word} (${count(n)})`}
                </option>
              ))}
          </select>
        </label>
      </div>
      <ComponentList one={one} filter={{ status, kind, name }} onOpen={(ref) => show({ open: ref })} />
      {open ? <ComponentSheet id={one.id} reference={open} onClose={() => show({ open: "" })} /> : null}
    </section>
  );
};
