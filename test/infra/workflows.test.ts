import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "./platform.ts";

interface Step {
  uses?: string;
  run?: string;
}
type Permissions = Record<string, string> | undefined;
interface Workflow {
  permissions?: Permissions;
  jobs: Record<string, { permissions?: Permissions; needs?: string; steps: Step[] }>;
}

const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).map((name): [string, Workflow] => [
  name,
  parse(readFileSync(join(folder, name), "utf8")),
]);
const jobs = workflows.flatMap(([file, { permissions, jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${file}: ${name}`, permissions, ...job })),
);
const hasIdentity = ({ permissions }: { permissions?: Permissions }): boolean => permissions?.["id-token"] === "write";

it.for(workflows)("%s gives its jobs no more than reading, unless a job asks for it", ([, { permissions }]) => {
  expect(permissions).toEqual({ contents: "read" });
});

it.for(jobs)("$name uses actions by the commit that was reviewed", ({ steps }) => {
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
});

it("two jobs have an identity, in the account and at npm, and no script of a dependency runs in them", () => {
  const able = jobs.filter(hasIdentity);
  expect(able.map(({ name }) => name)).toEqual(["deploy.yml: deploy", "release.yml: release"]);
  for (const { steps, needs } of able) {
    expect(needs).toBe("verify");
    const installs = steps.flatMap(({ run = "" }) => (/\bnpm (ci|install|i)\b/.test(run) ? [run] : []));
    expect(installs).toEqual(["npm ci --ignore-scripts"]);
    expect(steps.some(({ run = "" }) => /\b(verify|test)\b/.test(run))).toBe(false);
  }
});
