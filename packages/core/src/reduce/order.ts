/** By code units, so that the order is the same everywhere. */
export const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const digits = /^\d+$/;

/** Components in their order: `2` before `10`, and what a pass handed out after the component that it came from. */
export const byRef = (a: string, b: string): number => {
  if (a === b) return 0;
  if (digits.test(a) && digits.test(b)) return Number(a) - Number(b);
  const left = a.split("/");
  const right = b.split("/");
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const [x = "", y = ""] = [left[i], right[i]];
    if (x === y) continue;
    const difference = Number(x) - Number(y);
    return Number.isNaN(difference) ? (x < y ? -1 : 1) : difference;
  }
  return left.length - right.length;
};

const pathOf = (tree: string): number[] => (tree === "" ? [] : tree.split(".").map(Number));

/** Trees in the order of the tasks that opened them, the package's own first; see `tally/shape.ts` for their names. */
export const byTree = (a: string, b: string): number => {
  const left = pathOf(a);
  const right = pathOf(b);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};
