import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

test("counts the lines of every text in a package", () => {
  const data = mkdtempSync(join(tmpdir(), "{{name}}-"));
  try {
    const args = ["torrent", "run", "samples/delivery", "--json", "--data", data];
    const [run] = JSON.parse(execFileSync("npx", args, { encoding: "utf8" })).packages;
    assert.equal(run.status, "complete");
    assert.deepEqual(JSON.parse(readFileSync(run.report, "utf8")).result, { files: 2, lines: 5 });
  } finally {
    rmSync(data, { recursive: true });
  }
});
