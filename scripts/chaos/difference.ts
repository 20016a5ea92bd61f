/** The first place at which two reports part, with what is around it. */
export const difference = (calm = "", stormy = ""): string => {
  const at = [...calm].findIndex((letter, index) => letter !== stormy[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 300);
  return `  undisturbed: …${around(calm)}…\n  killed:      …${around(stormy)}…`;
};
