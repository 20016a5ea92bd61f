/** From values to places on an axis. */
export interface Scale {
  at(value: number): number;
  ticks: readonly number[];
}

const powers = (from: number, to: number): number[] => {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(from) - 1e-9); power <= Math.floor(Math.log10(to) + 1e-9); power += 1)
    ticks.push(Number(`1e${power}`));
  return ticks;
};

export const logarithmic = (from: number, to: number, start: number, end: number): Scale => {
  const width = Math.log(to / from);
  return {
    at: (value) => start + ((end - start) * Math.log(Math.min(to, Math.max(from, value)) / from)) / width,
    ticks: powers(from, to),
  };
};

export const linear = (from: number, to: number, start: number, end: number, ticks: readonly number[]): Scale => ({
  at: (value) => start + ((end - start) * (value - from)) / (to - from),
  ticks,
});
