import { execFileSync, spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { lint } from "./lint.ts";
import { type Packed, pack } from "./pack.ts";

/**
 * Builds and packs every package, and checks what would be published; publishes it without `--dry-run`.
 *
 *   npm run release -- --dry-run
 */
const { values } = parseArgs({ options: { "dry-run": { type: "boolean" }, "no-build": { type: "boolean" } } });
const dryRun = values["dry-run"] === true;
if (!dryRun && !process.env.NODE_AUTH_TOKEN) {
  console.error("Set NODE_AUTH_TOKEN to publish, or pass --dry-run to build, pack and check only.");
  process.exit(2);
}
if (!values["no-build"]) build();
const packed = pack();
const problems = await lint(packed);
for (const { name, version, size, files } of packed)
  console.log(`${name}@${version}  ${(size / 1000).toFixed(0)} kB, ${files} files`);
for (const problem of problems) console.error(problem);
console.log(`${packed.length} packages packed, ${problems.length} problems`);
if (problems.length > 0) process.exit(1);
/** A release that was interrupted goes on, and a push without a new version publishes nothing. */
const isPublished = ({ name, version }: Packed): boolean => {
  const { status, stdout, stderr } = spawnSync("npm", ["view", `${name}@${version}`, "version", "--json"], {
    encoding: "utf8",
  });
  if (status === 0) return stdout.includes(version);
  if (stderr.includes("E404")) return false;
  throw new Error(`npm cannot say whether ${name}@${version} is published: ${stderr}`);
};

if (!dryRun)
  for (const one of packed) {
    if (isPublished(one)) console.log(`${one.name}@${one.version} is published already`);
    else execFileSync("npm", ["publish", one.tarball], { stdio: "inherit" });
  }
