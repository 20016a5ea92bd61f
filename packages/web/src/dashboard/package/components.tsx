import { useSearchParams } from "wouter-preact";
import type { PackageDetail } from "../data/queries.ts";
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
  const open = search.get("open");
  const show = (change: Record<string, string>) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
      return next;
    });
  if (one.components === undefined)
    return (
      <div class="card quiet-card">
        <h2>{one.state === "rejected" ? "It was not taken apart" : "Intake is still taking it apart"}</h2>
      </div>
    );
  return (
    <section class="card wide" aria-label="Components">
      <ComponentMap one={one} onPick={(ordinal) => show({ open: String(ordinal) })} />
      <div class="presets inside" role="group" aria-label="Which components">
        {statuses.map(({ value, name }) => (
          <button key={value} type="button" aria-pressed={status === value} onClick={() => show({ status: value })}>
            {name}
          </button>
        ))}
      </div>
      <ComponentList one={one} status={status} onOpen={(ref) => show({ open: ref })} />
      {open ? <ComponentSheet id={one.id} reference={open} onClose={() => show({ open: "" })} /> : null}
    </section>
  );
};
