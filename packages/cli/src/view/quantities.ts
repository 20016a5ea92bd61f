/** A duration in milliseconds with one unit, rounded down: `12 s`, `5 min`, `3 h`, `2 d`. */
export const span = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
};

const irregular: Record<string, string> = { entity: "entities", delivery: "deliveries" };

export const count = (n: number, one: string): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : (irregular[one] ?? `${one}s`)}`;
