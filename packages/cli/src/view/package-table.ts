import { formatAge, formatUsd } from "@torrent/core/format";
import type { PackagePage } from "@torrent/web/client";
import type { Paint } from "../io.ts";
import { sanitize } from "../print.ts";
import { type Pacer, paceText } from "./pace.ts";
import { paintState } from "./stages.ts";
import { table } from "./table.ts";

type Listed = PackagePage["packages"][number];

const notes = (pkg: Listed, paint: Paint): string =>
  [
    ...(pkg.progress.failed > 0 ? [paint("red", `${pkg.progress.failed} failed`)] : []),
    ...(pkg.retrying > 0 ? [paint("yellow", `${pkg.retrying} retrying`)] : []),
    ...(pkg.stalled ? [paint("yellow", "stalled")] : []),
  ].join(", ");

/** Packages as a table with headings; with `pace`, the rate of the open ones. */
export const packageTable = (packages: readonly Listed[], now: number, paint: Paint, pace?: Pacer): string[] => {
  if (packages.length === 0) return [];
  const head = ["ID", "STATE", "PRIORITY", "COMPONENTS", "AGE", "COST", "NAME", ...(pace ? ["PACE"] : [])];
  const rows = packages.map((pkg) => [
    pkg.id,
    paintState(pkg.state, paint),
    String(pkg.priority.score),
    pkg.progress.expected === undefined ? "?" : `${pkg.progress.settled}/${pkg.progress.expected}`,
    formatAge(now - pkg.createdAt),
    formatUsd(pkg.cost.usd),
    [sanitize(pkg.name), notes(pkg, paint)].filter((part) => part !== "").join("  "),
    ...(pace ? [paceText(pace(pkg, now))] : []),
  ]);
  return table([head.map((title) => paint("bold", title)), ...rows], [2, 3, 4, 5]);
};
