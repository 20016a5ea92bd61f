import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Addresses of modules that stand for the tested one. */
export interface Variants {
  plain: string;
  /** Half of the components are worked on by worker processes, which die with their parent or outlive it. */
  heavy: string;
}

const silent = `choreography.onComplete.map((subscriber) => ({ ...subscriber, load: async () => () => {} }))`;

const heavy = `(component) => ({
  ...choreography.classify(component),
  ...(parseInt(component.sha256[0] ?? "0", 16) % 2 === 0 ? { route: "worker" } : {}),
})`;

/** Scores that do not depend on how long a package waited: a killed run takes longer. */
const priority = `(({ points: { waiting = 0, ...points }, ...table }) => {
  const [first] = Object.keys(points);
  const moved = first === undefined ? { waiting } : { [first]: points[first] + waiting, waiting: 0 };
  return { ...table, points: { ...points, ...moved } };
})(choreography.priority)`;

/** Writes the choreography as the processes load it: its subscribers only count as told, unless they are to run. */
export const writeVariants = async (
  folder: string,
  config: string,
  subscribers: "run" | "record",
): Promise<Variants> => {
  const write = async (name: string, classify: string): Promise<string> => {
    const onComplete = subscribers === "run" ? "choreography.onComplete" : silent;
    const path = join(folder, `${name}.mjs`);
    await writeFile(
      path,
      [
        `import choreography from ${JSON.stringify(config)};`,
        `const priority = ${priority};`,
        `const onComplete = ${onComplete};`,
        `const classify = ${classify};`,
        "export default { ...choreography, priority, onComplete, classify };\n",
      ].join("\n"),
    );
    return path;
  };
  return { plain: await write("plain", "choreography.classify"), heavy: await write("heavy", heavy) };
};
