import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

interface Ended {
  components: number;
  tasks: { succeeded: number; expected: number };
  counts?: Record<string, number>;
}

/** Runs the packages in a project's folder, and says in one line what came of it. */
export const figures = (name: string, project: string, data: string): string => {
  const paths = readdirSync(join(project, data)).map((file) => join(data, file));
  const started = performance.now();
  const answer = execFileSync("npx", ["torrent", "run", ...paths, "--json", "--fresh"], {
    cwd: project,
    encoding: "utf8",
  });
  const seconds = (performance.now() - started) / 1000;
  const { packages: all } = JSON.parse(answer) as { packages: Ended[] };
  const sum = (of: (one: Ended) => number) => all.reduce((total, one) => total + of(one), 0);
  const counted = Object.entries(all[0]?.counts ?? {}).map(([what, count]) => `, ${what} ${count}`);
  return `${name}: ${sum(({ components }) => components)} components, ${sum(({ tasks }) => tasks.succeeded)} of ${sum(({ tasks }) => tasks.expected)} tasks succeeded${counted.join("")}, ${seconds.toFixed(1)} s`;
};
