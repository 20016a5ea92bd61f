import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kinds } from "../../packages/create-torrent/src/kinds.ts";
import { root } from "../release/packages.ts";
import { runCreated } from "./created.ts";
import { figures } from "./figures.ts";
import { installFromTarballs, npm, packedPackages } from "./from-tarballs.ts";

/**
 * Runs an example, or what `npm create torrent` writes, from the packed packages in an empty folder outside of the workspace, as
 * another team would.
 *
 *   npm run examples -- invoices
 *   npm run examples -- create-torrent archives
 */
const examples = join(root, "examples");
const known = readdirSync(examples).filter((name) => existsSync(join(examples, name, "package.json")));
const [name = "", kind = "lines"] = process.argv.slice(2);
if (name === "create-torrent" ? !Object.hasOwn(kinds, kind) : !known.includes(name)) {
  console.error(`Name an example: ${known.join(", ")}, or create-torrent ${Object.keys(kinds).join("|")}`);
  process.exit(2);
}

const runExample = (folder: string, packed: ReadonlyMap<string, string>): string => {
  cpSync(join(examples, name), folder, { recursive: true });
  installFromTarballs(folder, packed);
  npm(folder, "run", "--silent", "--if-present", "test");
  return figures(name, folder, "data");
};

const folder = mkdtempSync(join(tmpdir(), `torrent-${name}-`));
try {
  const packed = packedPackages();
  console.log(name === "create-torrent" ? await runCreated(folder, kind, packed) : runExample(folder, packed));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
