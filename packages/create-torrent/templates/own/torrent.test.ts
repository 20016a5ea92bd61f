import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

test("counts the words of every paragraph", () => {
  const data = mkdtempSync(join(tmpdir(), "{{name}}-"));
  try {
    const args = ["torrent", "run", "samples/letter.txt", "--json", "--data", data];
    const [run] = JSON.parse(execFileSync("npx", args, { encoding: "utf8" })).packages;
    assert.equal(run.status, "complete");
    assert.deepEqual(JSON.parse(readFileSync(run.report, "utf8")).result, { paragraphs: 3, words: 18 });
  } finally {
    rmSync(data, { recursive: true });
  }
});
