import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tarOf } from "../../src/dashboard/submit/tar.ts";

test("a dropped folder becomes a tar that the system's own tar unpacks, with names of any length and script", async () => {
  const entries = [
    ["notes/short.txt", "hello"],
    ["notes/empty.txt", ""],
    [`notes/${"long-".repeat(30)}name.txt`, "long"],
    ["notes/größe/日本語.txt", "unicode"],
    ["notes/exact-block.bin", "x".repeat(512)],
  ] as const;
  const files = entries.map(([path, text]) => ({
    path,
    file: new File([text], path, { lastModified: 1_760_000_000_000 }),
  }));
  const folder = await mkdtemp(join(tmpdir(), "torrent-tar-"));
  const archive = join(folder, "all.tar");
  await writeFile(archive, Buffer.from(await tarOf(files).arrayBuffer()));
  execFileSync("tar", ["-xf", archive, "-C", folder], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  for (const [path, text] of entries) expect(await readFile(join(folder, path), "utf8")).toBe(text);
});
