import type { PackageRow } from "@torrent/core/unstable";
import { type Factor, type Priority, score, waitingFactor } from "@torrent/core/unstable";
import type { SummarisedComponent } from "../correlate/summary.ts";
import type { Severity } from "../findings.ts";
import { type Evidence, evidence } from "../priority/evidence.ts";
import { type AnalysisPriority, priorityTable } from "../priority/table.ts";

/** Whole minutes only: a report must not differ by the milliseconds that it took to write. */
const wholeMinutes = (ms: number): number => Math.floor(ms / 60_000) * 60_000;

export interface Scorer {
  /** Of the package: by what its sender declared, how long it has waited, and what was found in all of it. */
  ofPackage(found: Evidence): Priority;
  ofComponent(component: Pick<SummarisedComponent, "kind" | "bySeverity" | "entityKinds">): number;
  /**
   * Of a finding of this severity in a component of this kind. What else the component holds is not the finding's: so it
   * scores the same wherever its file was cut.
   */
  ofFinding(severity: Severity, kind: string): Priority;
}

/**
 * Scores a package, its components and its findings by the same factors, each of the evidence that is its own. So a
 * finding never outranks its component, nor a component its package. `at` is in epoch milliseconds.
 */
export const scorerOf = (row: PackageRow, at: number, table: AnalysisPriority = priorityTable): Scorer => {
  const standing: readonly Factor[] = [...row.declared, waitingFactor(wholeMinutes(at - row.createdAt), table)];
  const ofPackage = (found: Evidence): Priority => score([...standing, ...evidence(found, table)], table);
  const own = (kind: string, bySeverity: Evidence["bySeverity"], entities: Evidence["entities"]): Priority =>
    ofPackage({ bySeverity, kinds: [kind], entities, shared: 0 });
  const findings = new Map<string, Priority>();
  return {
    ofPackage,
    ofComponent: ({ kind, bySeverity = {}, entityKinds = {} }) => own(kind, bySeverity, entityKinds).score,
    ofFinding(severity, kind) {
      const key = `${severity} ${kind}`;
      const known = findings.get(key) ?? own(kind, { [severity]: 1 }, {});
      findings.set(key, known);
      return known;
    },
  };
};
