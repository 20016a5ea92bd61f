import { priorityTable } from "@torrent/core/unstable";

const { urgency, waiting, ...points } = priorityTable.points;

/** In the environment of every process: scores that do not depend on how long a package waited. */
export const scoresWithoutTime = {
  TORRENT_PRIORITY: JSON.stringify({
    version: "chaos",
    points: { ...points, urgency: urgency + waiting, waiting: 0 },
  }),
};

const isTimeless = ({ name }: { name?: string }): boolean => name !== "waiting";

/** A report without what depends on the hour and on how long it took; of the factors of a score, waiting tells that too. */
export const timeless = ({ timing: _, ...report }: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(report, (key, value) =>
      key === "factors" && Array.isArray(value) ? value.filter(isTimeless) : value,
    ),
  );

/** The first place at which two reports part, with what is around it. */
export const difference = (calm = "", stormy = ""): string => {
  const at = [...calm].findIndex((letter, index) => letter !== stormy[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 300);
  return `  undisturbed: …${around(calm)}…\n  killed:      …${around(stormy)}…`;
};
