import type { Run } from "./run.ts";

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / Math.max(1, whole))}%`;

const add = (counts: Map<string, number>, name: string, by = 1): void => {
  if (by === 0) return;
  counts.set(name, (counts.get(name) ?? 0) + by);
};

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

/** What many runs went through, to be printed: a figure that is not in a log is only claimed. */
export class Survey {
  seeds = 0;
  simulatedMs = 0;
  faults = 0;
  skewed = 0;
  grown = 0;
  readonly kinds = new Map<string, number>();
  readonly seen = new Map<string, number>();
  readonly components = new Map<string, number>();
  readonly told = new Map<string, number>();
  readonly passes = new Map<string, number>();
  readonly #started = performance.now();

  add({ world, simulatedMs }: Run): void {
    this.seeds += 1;
    this.simulatedMs += simulatedMs;
    if (world.skewMs > 0) this.skewed += 1;
    for (const { kind, operation } of world.faults.struck) {
      // It is counted by what it did: a function has no SIGTERM.
      if (kind === "terminate") continue;
      this.faults += 1;
      add(this.kinds, kind === "lose" ? `lose (${operation === "objects.setMetadata" ? "metadata" : "delete"})` : kind);
    }
    for (const [what, times] of world.faults.seen) add(this.seen, what, times);
    const own = new Map<string, number>();
    for (const { packageId, grown, tasks } of world.audit.plans.values()) {
      if (grown) this.grown += 1;
      else add(own, packageId);
      if (!grown) add(this.passes, String(tasks));
    }
    add(this.components, "0", world.deliveries.length - own.size);
    for (const components of own.values()) add(this.components, String(components));
    for (const { ok } of world.audit.told) add(this.told, ok ? "taken" : "refused");
  }

  toString(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const hours = this.simulatedMs / 3_600_000;
    const lines: [what: string, counts: ReadonlyMap<string, number>][] = [
      [`${this.faults} faults`, this.kinds],
      ["among it", this.seen],
      ["packages by components", this.components],
      ["components by passes", this.passes],
      ["deliveries to subscribers", this.told],
    ];
    return [
      `${this.seeds} seeds: ${hours.toFixed(0)} simulated hours in ${seconds.toFixed(1)} s, ${Math.round((hours * 3600) / seconds)} times as fast as the clock; ${percent(this.skewed, this.seeds)} with clocks that differ`,
      ...lines.filter(([, counts]) => counts.size > 0).map(([what, counts]) => `  ${what}: ${listed(counts)}`),
      ...(this.grown > 0 ? [`  ${this.grown} components grown out of others`] : []),
    ].join("\n");
  }
}
