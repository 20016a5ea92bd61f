/** Files that the analysis reducer writes next to a package's outcome. */
export const FINDINGS_FILE = "findings.ndjson";
export const REPORT_FILE = "report.json";
export const renderedFiles = ["report.html", "report.md", "report.sarif"] as const;
export type RenderedFile = (typeof renderedFiles)[number];
