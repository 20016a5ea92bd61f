/** Writes the sample packages to `samples/`, byte for byte the same at every run: `npm run samples`. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fieldNotes } from "./field-notes.ts";
import { finance } from "./finance.ts";
import { incidentLogs } from "./incident-logs.ts";
import { mailbox } from "./mailbox.ts";
import { sourceDrop } from "./source-drop.ts";

/** Every sample by its path below `samples/`. */
export const samples = async (): Promise<Map<string, Uint8Array>> => {
  const files = new Map<string, Uint8Array>([
    ["incident-logs.zip", await incidentLogs()],
    ["finance.tar.gz", await finance()],
    ["mailbox.mbox", await mailbox()],
    ["source-drop.zip", await sourceDrop()],
  ]);
  for (const [name, content] of Object.entries(await fieldNotes()))
    files.set(`field-notes/${name}`, Buffer.from(content));
  return files;
};

if (import.meta.main) {
  const root = join(import.meta.dirname, "../../samples");
  await rm(root, { recursive: true, force: true });
  for (const [name, content] of await samples()) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    console.error(`${name}: ${content.length} bytes`);
  }
}
