import { defineReducer, type FinishedRound } from "@torrent/core";
import { addComponent } from "../correlate/add-component.ts";
import { type Summary, type Summing, summaryOf } from "../correlate/summary.ts";
import { worthIn } from "../priority/table.ts";
import { REDUCER_VERSION } from "../version.ts";
import { buildReport } from "./build.ts";
import { FINDINGS_FILE, REPORT_FILE, type RenderedFile } from "./files.ts";
import { scoredLines } from "./finding-lines.ts";
import type { Report, ReportFinding } from "./schema.ts";
import { scorerOf } from "./scores.ts";

/** A sum that is being added to, or one as it was stored: reading it is left until something is added. */
type Sum = Summing | Summary;

const isStored = (sum: Sum): sum is Summary => "v" in sum;

const open = (sum: Sum): Summing => {
  if (!isStored(sum)) return sum;
  const summing = summaryOf();
  summing.merge(sum);
  return summing;
};

/** What `outcome.json` says about the report, for readers who do not need all of it. */
export interface AnalysisSummary {
  findings: Report["findings"]["bySeverity"];
  entities: Report["entities"]["byKind"];
  sharedEntities: number;
  report: typeof REPORT_FILE;
}

const writeReport = async (report: Report, { write }: Pick<FinishedRound, "write">): Promise<void> => {
  const { renderHtml } = await import("../render/html/page.ts");
  const { renderMarkdown } = await import("../render/markdown.ts");
  const { toSarif } = await import("../render/sarif.ts");
  const files: [RenderedFile | typeof REPORT_FILE, string, string][] = [
    ["report.md", renderMarkdown(report), "text/markdown; charset=utf-8"],
    ["report.html", renderHtml(report), "text/html; charset=utf-8"],
    ["report.sarif", JSON.stringify(toSarif(report, report.findings.top)), "application/sarif+json"],
    [REPORT_FILE, `${JSON.stringify(report, null, 1)}\n`, "application/json"],
  ];
  await Promise.all(files.map(([file, body, type]) => write(file, body, type)));
};

/** `high     A private key  keys.zip!/id_rsa:1`. */
const highlightOf = ({ severity, title, name, line }: ReportFinding): string =>
  `${severity.padEnd(8)} ${title}  ${name}${line === undefined ? "" : `:${line}`}`;

/** Correlates the findings and entities of a package, ranks it by them, and writes the report in four formats. */
export const reducer = defineReducer({
  version: REDUCER_VERSION,
  empty: (): Sum => summaryOf(),
  add(sum, component, line) {
    const summing = open(sum);
    addComponent(summing, component, line);
    return summing;
  },
  merge(a, b) {
    const summing = open(a);
    summing.merge(isStored(b) ? b : b.summary());
    return summing;
  },
  toJSON: (sum) => (isStored(sum) ? sum : sum.summary()),
  fromJSON: (json) => json as Summary,
  lines: {
    file: FINDINGS_FILE,
    contentType: "application/x-ndjson",
    transform: ({ row, priorityTable, startedAt }) => {
      const scorer = scorerOf(row, startedAt, worthIn(priorityTable));
      return scoredLines((severity, kind) => scorer.ofFinding(severity, kind).score);
    },
  },
  async finish(sum, round): Promise<AnalysisSummary> {
    const report = buildReport(open(sum), round);
    await writeReport(report, round);
    for (const finding of report.findings.top) round.highlight(highlightOf(finding));
    return {
      findings: report.findings.bySeverity,
      entities: report.entities.byKind,
      sharedEntities: report.correlations.sharedCount,
      report: REPORT_FILE,
    };
  },
});
