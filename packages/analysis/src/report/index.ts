/** The analysis report: its documents, and what is made of them. */
export { diffReports, ReportDiff } from "./diff.ts";
export { FINDINGS_FILE, REPORT_FILE, type RenderedFile, renderedFiles } from "./files.ts";
export { Report, ReportFinding } from "./schema.ts";
