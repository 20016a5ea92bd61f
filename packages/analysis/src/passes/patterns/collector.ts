import type { Database } from "@torrent/patterns";
import { type Finding, severities } from "../../findings.ts";

export interface Limits {
  /** Findings kept of one rule, the first ones. */
  perRule: number;
  /** Findings kept in all, the gravest ones. */
  total: number;
}

export const limits: Limits = { perRule: 20, total: 1000 };

interface Place {
  rule: number;
  start: number;
  end: number;
}

/** Keeps a bounded number of findings, and counts them all. */
export class Collector {
  truncated = false;
  readonly counts = new Map<number, number>();
  readonly #database: Database;
  readonly #limits: Limits;
  #waiting: Place[] = [];
  #findings: Finding[] = [];

  constructor(database: Database, bounds: Limits = limits) {
    this.#database = database;
    this.#limits = bounds;
  }

  add(rule: number, start: number, end: number): void {
    const count = (this.counts.get(rule) ?? 0) + 1;
    this.counts.set(rule, count);
    if (count > this.#limits.perRule) this.truncated = true;
    else this.#waiting.push({ rule, start, end });
  }

  /** Turns what ends by `until` into findings, while its surroundings are at hand. */
  settle(until: number, describe: (place: Place, rule: ReturnType<Database["rule"]>) => Partial<Finding>): void {
    const ready = this.#waiting.filter(({ end }) => end <= until);
    this.#waiting = this.#waiting.filter(({ end }) => end > until);
    for (const place of ready) {
      const rule = this.#database.rule(place.rule);
      const { id, title = id, severity, tags } = rule;
      this.#findings.push({ rule: id, title, severity, ...(tags.length > 0 && { tags }), ...describe(place, rule) });
    }
    if (this.#findings.length > 8 * this.#limits.total) this.#prune();
  }

  /** The findings kept, by place. */
  take(): Finding[] {
    this.#prune();
    return this.#findings.sort((a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.rule < b.rule ? -1 : 1));
  }

  #prune(): void {
    if (this.#findings.length <= this.#limits.total) return;
    this.truncated = true;
    const grave = (finding: Finding): number => severities.indexOf(finding.severity);
    this.#findings = this.#findings
      .sort((a, b) => grave(b) - grave(a) || (a.start ?? 0) - (b.start ?? 0))
      .slice(0, this.#limits.total);
  }
}
