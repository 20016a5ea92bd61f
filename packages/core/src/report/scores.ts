import type { Severity } from "../pass.ts";
import { type Evidence, evidence } from "../priority/evidence.ts";
import { type Factor, score } from "../priority/score.ts";
import type { PriorityTable } from "../priority/table.ts";
import type { ReportFinding } from "./schema.ts";
import type { SummarisedComponent } from "./summary/summary.ts";

/**
 * Scores a package's components and findings as the package itself is scored: by the same factors, of the evidence that
 * is theirs alone. So a finding never outranks its component, nor a component its package.
 */
export const scorer = (declared: readonly Factor[], table: PriorityTable) => {
  const of = (found: Evidence): number => score([...declared, ...evidence(found, table)], table).score;
  const own = ({ kind, entityKinds = {} }: SummarisedComponent, bySeverity: Evidence["bySeverity"]): number =>
    of({ bySeverity, kinds: [kind], entities: entityKinds, shared: 0 });
  return {
    ofComponent: (component: SummarisedComponent): number => own(component, component.bySeverity ?? {}),
    ofFinding: ({ severity }: Pick<ReportFinding, "severity">, component: SummarisedComponent): number =>
      own(component, { [severity]: 1 } as Partial<Record<Severity, number>>),
  };
};
