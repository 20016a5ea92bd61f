import type { Report, ReportFinding } from "./schema.ts";

export interface ReportDiff {
  from: number;
  to: number;
  score: { from: number; to: number; change: number };
  status: { from: Report["status"]; to: Report["status"] };
  /** Factors whose contribution changed, in points. */
  factors: { name: string; from: number; to: number }[];
  findings: { total: { from: number; to: number }; new: ReportFinding[]; gone: ReportFinding[] };
  /** Whether every finding of both was compared; a report lists only the worst, see `findings.ndjson` for all. */
  whole: boolean;
}

const identity = ({ component, pass, rule, title, start, end, line }: ReportFinding): string =>
  JSON.stringify([component, pass, rule, title, start, end, line]);

/** Those of `a` that `b` does not hold; equal ones are counted, so that the second of two alike is seen. */
const without = (a: readonly ReportFinding[], b: readonly ReportFinding[]): ReportFinding[] => {
  const counts = new Map<string, number>();
  for (const one of b) counts.set(identity(one), (counts.get(identity(one)) ?? 0) + 1);
  return a.filter((one) => {
    const left = counts.get(identity(one)) ?? 0;
    counts.set(identity(one), left - 1);
    return left <= 0;
  });
};

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** What changed from one revision of a package's report to another. A finding is the same if place, rule and title are. */
export const diffReports = (a: Report, b: Report): ReportDiff => {
  const worth = ({ priority }: Report) =>
    new Map(priority.factors.map((one) => [one.name, tenth(one.value * one.weight)]));
  const [before, after] = [worth(a), worth(b)];
  const factors = [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, from: before.get(name) ?? 0, to: after.get(name) ?? 0 }))
    .filter(({ from, to }) => from !== to);
  return {
    from: a.revision,
    to: b.revision,
    score: { from: a.priority.score, to: b.priority.score, change: tenth(b.priority.score - a.priority.score) },
    status: { from: a.status, to: b.status },
    factors,
    findings: {
      total: { from: a.findings.total, to: b.findings.total },
      new: without(b.findings.top, a.findings.top),
      gone: without(a.findings.top, b.findings.top),
    },
    whole: a.findings.top.length === a.findings.total && b.findings.top.length === b.findings.total,
  };
};
