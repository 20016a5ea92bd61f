import type { Report, ReportFinding } from "../../src/report/schema.ts";
import { deliver, reportOf } from "./deliver.ts";

/** A report as the pipeline makes it, with other parts put in. */
export const sampleReport = async (parts: Partial<Report> = {}): Promise<Report> => {
  const { cloud, row } = await deliver("FIRE in the hall\nall quiet\nWATER");
  return { ...(await reportOf(cloud, row.id)), ...parts };
};

export const finding = (parts: Partial<ReportFinding> = {}): ReportFinding => ({
  rule: "capitals",
  title: "FIRE",
  severity: "medium",
  pass: "shouting",
  component: "0",
  name: "a.txt!/0",
  ...parts,
});

export const withFindings = async (top: ReportFinding[]): Promise<Report> => {
  const report = await sampleReport();
  return { ...report, findings: { ...report.findings, total: top.length, top } };
};
