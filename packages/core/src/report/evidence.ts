import { type Severity, severities } from "../pass.ts";
import { type Factor, factor } from "../priority/score.ts";
import type { SharedEntity } from "./correlate.ts";

/** What the worst finding of a severity is worth alone; more of them add less and less. */
const base: Record<Severity, number> = { info: 0, low: 0.15, medium: 0.4, high: 0.7, critical: 0.9 };

/** Kinds of entities whose presence makes a package sensitive. */
const sensitive = ["payment-card", "card", "iban", "national-id", "phone", "email", "person", "crypto-address"];

/** Kinds of components that are telling by themselves. */
const telling: Record<string, number> = { executable: 1, mail: 0.7, mbox: 0.7, sqlite: 0.7, archive: 0.5, source: 0.4 };

/** 0 for none, rising with each order of magnitude, never 1. */
const saturating = (count: number): number => 1 - 1 / (1 + Math.log10(1 + Math.max(0, count)));

export interface Evidence {
  bySeverity: Record<Severity, number>;
  kinds: Record<string, number>;
  entities: Record<string, number>;
  shared: readonly SharedEntity[];
}

/** The factors that the results speak for. Each grows with its evidence and never falls by more of it. */
export const evidence = ({ bySeverity, kinds, entities, shared }: Evidence): Factor[] => {
  const severity = Math.max(
    0,
    ...severities.map((s) =>
      bySeverity[s] > 0 ? base[s] + (1 - base[s]) * 0.5 * saturating(bySeverity[s] - 1) * (s === "info" ? 0 : 1) : 0,
    ),
  );
  const worst = severities.findLast((s) => bySeverity[s] > 0);
  const mentions = sensitive.reduce((sum, kind) => sum + (entities[kind] ?? 0), 0);
  const kind = Object.keys(kinds).reduce((most, one) => Math.max(most, telling[one] ?? 0), 0);
  return [
    factor("severity", severity, worst ? `${bySeverity[worst]} ${worst}` : "no findings"),
    factor("sensitivity", saturating(mentions), `${mentions} personal or payment data`),
    factor("corroboration", saturating(shared.length), `${shared.length} entities in several components`),
    factor("kind", kind, Object.keys(kinds).sort().join(", ")),
  ];
};
