import { Report, ReportDiff, type ReportFinding } from "@torrent/analysis/report";
import { countOf } from "@torrent/core/format";
import { type ApiOptions, connect } from "../api/connect.ts";
import { UsageError } from "../errors.ts";
import { type Io, json } from "../io.ts";
import { sanitize } from "../print.ts";

export interface ReportOptions extends ApiOptions {
  revision?: number;
  format?: "text" | "json" | "md" | "html" | "sarif";
  diff?: string;
}

type Packages = ReturnType<typeof connect>["api"]["packages"][":id"];

const read = async (api: Packages, id: string, revision?: number): Promise<Report> => {
  const query = revision === undefined ? {} : { revision: String(revision) };
  return Report.parse(await (await api.report.$get({ param: { id }, query })).json());
};

/** A finding on one line: `high     A private key  keys.zip!/id_rsa:1`. */
const line = ({ severity, title, name, line: at }: ReportFinding): string =>
  `${severity.padEnd(8)} ${sanitize(title)}  ${sanitize(name)}${at === undefined ? "" : `:${at}`}`;

const rendered = { md: "report.md", html: "report.html", sarif: "report.sarif" } as const;

/** Prints the rendered report or a short summary; with `--diff A..B`, the changes between two revisions. */
export const report = async (id: string, options: ReportOptions, io: Io): Promise<void> => {
  const api = connect(options).api.packages[":id"];
  if (options.diff !== undefined) return diff(api, id, options, io);
  const { format = options.json ? "json" : "text", revision } = options;
  if (format in rendered) {
    const query = revision === undefined ? {} : { revision: String(revision) };
    const answer = await api[rendered[format as keyof typeof rendered]].$get({ param: { id }, query });
    io.out.write(await (answer as Response).text());
    return;
  }
  const found = await read(api, id, revision);
  if (format === "json") return json(io, found);
  const { fanIn } = found;
  io.out.write(
    `${sanitize(found.package.name)}  ${found.status}  priority ${found.priority.score} (${found.priority.band})\n` +
      `  ${countOf(found.package.components, "component")}, ${found.tasks.succeeded} of ${countOf(found.tasks.expected, "task")} succeeded; ` +
      `${countOf(found.findings.total, "finding")}, ${countOf(found.entities.total, "entity")}\n`,
  );
  if (fanIn && fanIn.missing > 0)
    io.out.write(
      `  ${countOf(fanIn.missing, "result")} missing; the score could rise to ${fanIn.couldBecome.score} (${fanIn.couldBecome.band})\n`,
    );
  for (const finding of found.findings.top) io.out.write(`  ${line(finding)}\n`);
};

/** `1..2`, or `2` for the changes since the previous revision. */
const rangeOf = (text: string): [number, number] => {
  const [, from, to] = /^(?:(\d{1,7})\.\.)?(\d{1,7})$/.exec(text) ?? [];
  const last = Number(to);
  const first = from === undefined ? last - 1 : Number(from);
  if (to === undefined || first < 1 || last < 1)
    throw new UsageError(`Invalid --diff "${text}"; pass two revisions, such as 1..2`);
  return [first, last];
};

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

const diff = async (api: Packages, id: string, options: ReportOptions, io: Io): Promise<void> => {
  const [from, to] = rangeOf(options.diff ?? "");
  if (options.format !== undefined && options.format !== "text" && options.format !== "json")
    throw new UsageError(`--diff supports the formats text and json, not ${options.format}`);
  const query = { from: String(from), to: String(to) };
  const changed = ReportDiff.parse(await (await api["report-diff"].$get({ param: { id }, query })).json());
  if (options.json || options.format === "json") return json(io, changed);
  const { score, status, factors, findings } = changed;
  io.out.write(
    `${sanitize(changed.package.name)}  revision ${from} → ${to}\n` +
      `  score    ${score.from} → ${score.to} (${signed(score.change)})\n` +
      `  status   ${status.from === status.to ? status.to : `${status.from} → ${status.to}`}\n` +
      `  findings ${findings.total.from} → ${findings.total.to}, ${findings.new.total} new, ${findings.gone.total} resolved\n`,
  );
  for (const factor of factors)
    io.out.write(`  ${sanitize(factor.name).padEnd(14)} ${factor.from} → ${factor.to} points\n`);
  for (const [sign, { total, listed }] of [
    ["+", findings.new],
    ["-", findings.gone],
  ] as const) {
    for (const finding of listed) io.out.write(`${sign} ${line(finding)}\n`);
    if (total > listed.length) io.out.write(`${sign} and ${total - listed.length} more of equal or lower severity\n`);
  }
};
