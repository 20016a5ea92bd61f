import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../release/build.ts";
import { publishedManifest } from "../release/manifest.ts";
import { type Package, packages, root } from "../release/packages.ts";
import { declarationsOf } from "./declarations.ts";
import { type Entry, fileNameOf, reportOf } from "./report.ts";

/**
 * Writes what every package's entries export into docs/api-reports, or compares.
 *
 *   npm run api              # after a change of an interface; read what changed before committing it
 *   npm run api -- --check   # what CI runs: ends with 1 where a report differs
 */
const { values } = parseArgs({ options: { check: { type: "boolean" }, "no-build": { type: "boolean" } } });
const reports = join(root, "docs/api-reports");

const entriesOf = ({ folder, manifest }: Package): Entry[] =>
  Object.entries(publishedManifest(manifest, new Map(), existsSync(join(folder, "types"))).exports ?? {}).flatMap(
    ([path, to]) =>
      typeof to === "object" && to.types && !path.includes("*")
        ? [{ name: `${manifest.name}${path.slice(1)}`, folder, types: join(folder, to.types) }]
        : [],
  );

/** API Extractor does not follow the global names that SST declares. */
const usesGlobals = ({ name }: Entry): boolean => name === "@torrent/sst";

if (!values["no-build"]) build();
const entries = packages().flatMap(entriesOf);
/** The workspace's own `exports` lead to sources. */
const paths = Object.fromEntries(entries.map(({ name, types }) => [name, [types]]));
mkdirSync(reports, { recursive: true });
const expected = new Set(entries.map(({ name }) => `${fileNameOf(name)}.api.md`));
const differing = readdirSync(reports).filter((file) => !expected.has(file));
if (!values.check) for (const file of differing.splice(0)) rmSync(join(reports, file));
for (const entry of entries) {
  const path = join(reports, `${fileNameOf(entry.name)}.api.md`);
  const report = usesGlobals(entry) ? declarationsOf(entry) : reportOf(entry, paths);
  if (existsSync(path) && readFileSync(path, "utf8") === report) continue;
  if (values.check) differing.push(`${fileNameOf(entry.name)}.api.md`);
  else writeFileSync(path, report);
}
for (const file of differing) console.error(`docs/api-reports/${file} is not what the package exports`);
console.log(`${entries.length} entries, ${differing.length} reports differ`);
if (differing.length > 0) {
  console.error("Run npm run api, read what changed, and add a changeset for it.");
  process.exitCode = 1;
}
