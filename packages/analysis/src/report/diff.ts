import type { ObjectStore } from "@torrent/core/unstable";
import { keys } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { severities } from "../findings.ts";
import { FINDINGS_FILE } from "./files.ts";
import { diffFindings, type OpenFindings } from "./finding-diff.ts";
import { Report, ReportFinding } from "./schema.ts";

const FindingChanges = z.object({
  total: z.number(),
  bySeverity: z.partialRecord(z.enum(severities), z.number()),
  /** The gravest hundred. */
  listed: z.array(ReportFinding),
});

const { status } = Report.shape;

/** What changed from one revision of a package's report to another. */
export const ReportDiff = z.object({
  package: z.object({ id: z.string(), name: z.string() }),
  from: z.number(),
  to: z.number(),
  score: z.object({ from: z.number(), to: z.number(), change: z.number() }),
  status: z.object({ from: status, to: status }),
  /** Factors whose contribution changed, in points. */
  factors: z.array(z.object({ name: z.string(), from: z.number(), to: z.number() })),
  /** All findings are compared: a finding is the same if its place, rule and title are. */
  findings: z.object({
    total: z.object({ from: z.number(), to: z.number() }),
    new: FindingChanges,
    gone: FindingChanges,
  }),
});
export type ReportDiff = z.infer<typeof ReportDiff>;

const tenth = (value: number): number => Math.round(value * 10) / 10;

const factorsOf = (a: Report, b: Report): ReportDiff["factors"] => {
  const worth = ({ priority }: Report) =>
    new Map(priority.factors.map((one) => [one.name, tenth(one.value * one.weight)]));
  const [before, after] = [worth(a), worth(b)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, from: before.get(name) ?? 0, to: after.get(name) ?? 0 }))
    .filter(({ from, to }) => from !== to);
};

/** Compares two revisions of a package's report, and all of their findings as they are stored. */
export const diffReports = async (objects: Pick<ObjectStore, "get">, a: Report, b: Report): Promise<ReportDiff> => {
  const stored =
    ({ package: { id }, revision }: Report): OpenFindings =>
    async () => {
      const key = keys.resultFile(id, revision, FINDINGS_FILE);
      const object = await objects.get(key);
      if (!object) throw new Error(`${key} was not found`);
      return object.body;
    };
  const { id, name } = b.package;
  return {
    package: { id, name },
    from: a.revision,
    to: b.revision,
    score: { from: a.priority.score, to: b.priority.score, change: tenth(b.priority.score - a.priority.score) },
    status: { from: a.status, to: b.status },
    factors: factorsOf(a, b),
    findings: {
      total: { from: a.findings.total, to: b.findings.total },
      ...(await diffFindings(stored(a), stored(b))),
    },
  };
};
