#!/usr/bin/env -S node --conditions=@torrent/source --disable-warning=ExperimentalWarning
const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `torrent needs Node 24; this is ${process.version}. Run it as "npx torrent", which takes the Node that "npm ci" installed.`,
  );
  process.exit(3);
}
await import("../src/main.ts");
