import { countOf, formatUsd } from "@torrent/core/format";
import type { PackageDetail, PackagePage } from "@torrent/web/client";
import { type ApiOptions, connect } from "../api/connect.ts";
import { type Io, json, type Paint, paintFor } from "../io.ts";
import { sanitize } from "../print.ts";
import { packageTable } from "../view/package-table.ts";
import { paintState, stageLines } from "../view/stages.ts";

export interface StatusOptions extends ApiOptions {
  state?: string;
  band?: string;
  name?: string;
  stalled?: boolean;
  retrying?: boolean;
  sort?: "time" | "priority";
  limit?: number;
}

/** Lists the newest packages, or shows one package and its stages. */
export const status = async (id: string | undefined, options: StatusOptions, io: Io): Promise<void> => {
  const { api } = connect(options);
  const paint = paintFor(io.out);
  if (id !== undefined) {
    const pkg = (await (await api.packages[":id"].$get({ param: { id } })).json()) as PackageDetail;
    if (options.json) return json(io, pkg);
    io.out.write(`${describe(pkg, paint).join("\n")}\n`);
    return;
  }
  const { state, band, name, sort, limit } = options;
  const query = {
    ...(state === undefined ? {} : { state }),
    ...(band === undefined ? {} : { band }),
    ...(name === undefined ? {} : { name }),
    ...(sort === undefined ? {} : { sort }),
    ...(limit === undefined ? {} : { limit: String(limit) }),
    ...(options.stalled ? { stalled: "true" as const } : {}),
    ...(options.retrying ? { retrying: "true" as const } : {}),
  };
  const page = (await (await api.packages.$get({ query })).json()) as PackagePage;
  if (options.json) return json(io, page);
  if (page.packages.length === 0)
    io.err.write(
      Object.keys(query).length > 0
        ? "No packages match\n"
        : 'No packages yet. Run "torrent submit PATH" to submit one\n',
    );
  else io.out.write(`${packageTable(page.packages, page.now, paint).join("\n")}\n`);
  if (page.next)
    io.err.write(`Showing the first ${countOf(page.packages.length, "package")}; use --limit to show more\n`);
};

const describe = (pkg: PackageDetail, paint: Paint): string[] => [
  `${paint("bold", sanitize(pkg.name))}  ${paintState(pkg.state, paint)}  priority ${pkg.priority.score} (${pkg.priority.band})`,
  ...(pkg.error ? [`  ${sanitize(pkg.error.kind)}: ${sanitize(pkg.error.message)}`] : []),
  ...(pkg.stalled ? [paint("yellow", `  stalled: run "torrent why ${pkg.id}" to see what it is waiting for`)] : []),
  ...stageLines(pkg.stages, paint),
  `  estimated cost ${formatUsd(pkg.cost.usd)} (Step Functions transitions alone: ${formatUsd(pkg.cost.stepFunctionsUsd)})`,
];
