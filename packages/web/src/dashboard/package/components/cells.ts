export type CellStatus = "done" | "failed" | "missing" | "partly";

export interface Cell {
  status: CellStatus;
  /** The first component in the cell. */
  from: number;
}

const letters: Record<string, number> = { d: 0, f: 1, m: 2 };

/** `d1200f3m17` as cells of `size` components each: one failure marks its cell, and a cell is done when all of it is. */
export const cellsOf = (runs: string, total: number, size: number): Cell[] => {
  const count = Math.ceil(total / size);
  const seen = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  let at = 0;
  for (const [, letter = "", digits] of runs.matchAll(/([dfm])(\d+)/g)) {
    const end = Math.min(total, at + Number(digits));
    const tally = seen[letters[letter] ?? 2];
    while (at < end && tally) {
      const cell = Math.floor(at / size);
      const next = Math.min(end, (cell + 1) * size);
      tally[cell] = (tally[cell] ?? 0) + next - at;
      at = next;
    }
  }
  return Array.from({ length: count }, (_, cell) => {
    const [done = 0, failed = 0, missing = 0] = seen.map((tally) => tally[cell]);
    const status = failed > 0 ? "failed" : missing === 0 ? "done" : done > 0 ? "partly" : "missing";
    return { status, from: cell * size };
  });
};
