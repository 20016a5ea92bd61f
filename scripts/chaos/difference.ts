type Json = Record<string, unknown>;

/**
 * A report without what depends on the hour and on how long it took: the timing, and the priority's factor for waiting,
 * which the score holds.
 */
export const timeless = ({ timing: _, priority, ...report }: Json): Json => {
  const { factors } = priority as { factors: { name: string }[] };
  return { ...report, factors: factors.filter(({ name }) => name !== "waiting") };
};

/** The first place at which two reports part, with what is around it. */
export const difference = (calm = "", stormy = ""): string => {
  const at = [...calm].findIndex((letter, index) => letter !== stormy[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 300);
  return `  undisturbed: …${around(calm)}…\n  killed:      …${around(stormy)}…`;
};
