#!/usr/bin/env -S node --conditions=@torrent/source --disable-warning=ExperimentalWarning
import { existsSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `torrent requires Node 22.18 or later; this is ${process.version}. Run "npx torrent" to use the Node version installed by "npm ci".`,
  );
  process.exit(3);
}
// Halves the processor time of a start after the first one, also of the threads and workers that it starts. In the user's own
// folder, because what lies in it is run. A folder that cannot be written means a slower start, and nothing else.
const { XDG_CACHE_HOME: caches = join(homedir(), ".cache") } = process.env;
process.env.NODE_COMPILE_CACHE ??= join(caches, "torrent");
module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
// One machine has no outage of AWS to wait out: failed deliveries are tried again after 1, 8 and 64 seconds.
process.env.TORRENT_RETRY_SECONDS ??= "1";
// In its own repository the command runs its sources.
await import(existsSync(new URL("../src/main.ts", import.meta.url)) ? "../src/main.ts" : "../dist/main.js");
