#!/usr/bin/env node
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`create-torrent requires Node 22.18 or later; this is ${process.version}.`);
  process.exit(3);
}
// In its own repository the command runs its sources.
const { main } = await import(
  existsSync(new URL("../src/main.ts", import.meta.url)) ? "../src/main.ts" : "../dist/main.js"
);
process.exitCode = await main(process.argv.slice(2));
