import type { ReportDiff, ReportFinding } from "@torrent/analysis/report";
import { countOf } from "@torrent/core/format";
import { PackageOutcome } from "@torrent/core/unstable";
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

/** A finding on one line: `high     A private key  keys.zip!/id_rsa:1`. */
const line = ({ severity, title, name, line: at }: ReportFinding): string =>
  `${severity.padEnd(8)} ${sanitize(title)}  ${sanitize(name)}${at === undefined ? "" : `:${at}`}`;

const rendered = { md: "report.md", html: "report.html", sarif: "report.sarif" } as const;

/** What became of the package, in a few lines. */
const text = ({ status, priority, tasks, counts, fanIn, highlights, ...outcome }: PackageOutcome): string => {
  const counted = Object.entries(counts).map(([name, count]) => `; ${name} ${count.toLocaleString("en")}`);
  const lines = [
    `${sanitize(outcome.package.name)}  ${status}  priority ${priority.score} (${priority.band})`,
    `  ${countOf(outcome.package.components, "component")}, ${tasks.succeeded} of ${countOf(tasks.expected, "task")} succeeded${counted.join("")}`,
  ];
  if (fanIn.missing > 0)
    lines.push(
      `  ${countOf(fanIn.missing, "result")} missing; with them, the score could rise to ${fanIn.couldBecome.score} (${fanIn.couldBecome.band})`,
    );
  for (const highlight of highlights) lines.push(`  ${sanitize(highlight)}`);
  return `${lines.join("\n")}\n`;
};

/** Prints the outcome in a few lines, or a file of the report; with `--diff A..B` what changed between two revisions. */
export const report = async (id: string, options: ReportOptions, io: Io): Promise<void> => {
  const api = connect(options).api.packages[":id"];
  if (options.diff !== undefined) return diff(api, id, options, io);
  const { format = options.json ? "json" : "text", revision } = options;
  const query = revision === undefined ? {} : { revision: String(revision) };
  if (format in rendered) {
    const answer = await api[rendered[format as keyof typeof rendered]].$get({ param: { id }, query });
    io.out.write(await (answer as Response).text());
    return;
  }
  if (format === "json") return json(io, await (await api.report.$get({ param: { id }, query })).json());
  io.out.write(text(PackageOutcome.parse(await (await api.outcome.$get({ param: { id }, query })).json())));
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

/** The diff is the analysis panel's; a choreography without that panel answers that it has none. */
const readDiff = async (api: Packages, id: string, from: number, to: number): Promise<ReportDiff> => {
  // A panel's queries are its own, and the API's types do not know them.
  const query = { query: { from: String(from), to: String(to) } };
  const request = api.panels[":name"][":path"].$get({ param: { id, name: "analysis", path: "diff" }, ...query });
  return (await (await request).json()) as unknown as ReportDiff;
};

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

const diff = async (api: Packages, id: string, options: ReportOptions, io: Io): Promise<void> => {
  const [from, to] = rangeOf(options.diff ?? "");
  if (options.format !== undefined && options.format !== "text" && options.format !== "json")
    throw new UsageError(`--diff supports the formats text and json, not ${options.format}`);
  const changed = await readDiff(api, id, from, to);
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
