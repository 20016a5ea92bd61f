import { formatAge, formatUsd } from "@torrent/core/format";
import type { PackagePage } from "@torrent/web/client";
import type { Paint } from "../io.ts";
import { plain } from "../print.ts";
import { type Pacer, paceText } from "./pace.ts";
import { paintState } from "./stages.ts";
import { table } from "./table.ts";

type Listed = PackagePage["packages"][number];

const notes = (one: Listed, paint: Paint): string =>
  [
    ...(one.progress.failed > 0 ? [paint("red", `${one.progress.failed} failed`)] : []),
    ...(one.retrying > 0 ? [paint("yellow", `${one.retrying} retrying`)] : []),
    ...(one.stalled ? [paint("yellow", "stalled")] : []),
  ].join(", ");

/** Packages as a table with its heading; with `pace`, how fast the open ones go. */
export const packageTable = (packages: readonly Listed[], now: number, paint: Paint, pace?: Pacer): string[] => {
  if (packages.length === 0) return [];
  const head = ["ID", "STATE", "PRIORITY", "COMPONENTS", "AGE", "COST", "NAME", ...(pace ? ["PACE"] : [])];
  const rows = packages.map((one) => [
    one.id,
    paintState(one.state, paint),
    String(one.priority.score),
    one.progress.expected === undefined ? "?" : `${one.progress.settled}/${one.progress.expected}`,
    formatAge(now - one.createdAt),
    formatUsd(one.cost.usd),
    [plain(one.name), notes(one, paint)].filter((part) => part !== "").join("  "),
    ...(pace ? [paceText(pace(one, now))] : []),
  ]);
  return table([head.map((title) => paint("bold", title)), ...rows], [2, 3, 4, 5]);
};
