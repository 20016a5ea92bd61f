export type Cell = string | number | boolean;

/** One figure that was asked for. `target` says in words or as a number what it must be. */
export interface Target {
  name: string;
  value: number;
  target: number | string;
  holds: boolean;
}

export interface BenchResult {
  rows: Record<string, Cell>[];
  targets: Target[];
}

/** A bench is a module `bench/NAME.ts` that exports `run`. */
export interface Bench {
  run(): Promise<BenchResult>;
}

export const atLeast = (name: string, value: number, target: number): Target => ({
  name,
  value,
  target: `≥ ${target}`,
  holds: value >= target,
});

export const atMost = (name: string, value: number, target: number): Target => ({
  name,
  value,
  target: `≤ ${target}`,
  holds: value <= target,
});

export const equals = (name: string, value: number, target: number): Target => ({
  name,
  value,
  target,
  holds: value === target,
});

/** To three significant digits: no figure here is worth more. */
export const round = (value: number): number => Number(value.toPrecision(3));

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
