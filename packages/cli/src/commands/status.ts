import type { PackageDetail, PackagePage } from "@torrent/web/client";
import { type ApiOptions, connect } from "../api/connect.ts";
import { type Io, json, paintFor } from "../io.ts";
import { plain } from "../print.ts";
import { count, span } from "../view/quantities.ts";
import { table } from "../view/table.ts";

/** The newest packages, or one package and its stages. */
export const status = async (id: string | undefined, options: ApiOptions, io: Io): Promise<void> => {
  const { api } = connect(options);
  const paint = paintFor(io.out);
  if (id !== undefined) {
    const one = (await (await api.packages[":id"].$get({ param: { id } })).json()) as PackageDetail;
    if (options.json) return json(io, one);
    io.out.write(
      `${paint("bold", plain(one.name))}  ${one.state}  priority ${one.priority.score} (${one.priority.band})\n`,
    );
    if (one.error) io.out.write(`  ${plain(one.error.kind)}: ${plain(one.error.message)}\n`);
    const rows = one.stages.map((at) => [
      `  ${at.stage}`,
      at.status,
      `${at.done + at.failed}/${at.expected ?? "?"} ${at.unit}s`,
      at.failed > 0 ? `${at.failed} failed` : "",
    ]);
    io.out.write(`${table(rows).join("\n")}\n`);
    return;
  }
  const page = (await (await api.packages.$get({ query: {} })).json()) as PackagePage;
  if (options.json) return json(io, page);
  if (page.packages.length === 0) io.err.write('No packages yet; "torrent submit PATH" sends one\n');
  const rows = page.packages.map((one) => [
    one.id,
    one.state,
    String(one.priority.score),
    one.progress.expected === undefined ? "?" : `${one.progress.settled}/${one.progress.expected}`,
    span(page.now - one.createdAt),
    plain(one.name),
  ]);
  const head = ["ID", "STATE", "PRIORITY", "COMPONENTS", "AGE", "NAME"];
  if (rows.length > 0) io.out.write(`${table([head, ...rows], [2, 3, 4]).join("\n")}\n`);
  if (page.next) io.err.write(`These are the newest ${count(rows.length, "package")}; there are more\n`);
};
