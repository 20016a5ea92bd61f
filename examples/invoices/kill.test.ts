import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";

const folder = mkdtempSync("run-");
const file = join(folder, "invoices.ndjson");
const lines = [1, 2].map((quantity) => ({ sku: `sku-${quantity}`, quantity, price: 9.5 }));
const invoice = (_: unknown, n: number) => JSON.stringify({ country: n % 2 ? "DE" : "FR", lines, n });
writeFileSync(file, Array.from({ length: 500 }, invoice).join("\n"));

const start = (name: string) => {
  const args = ["node_modules/@torrent/cli/bin/torrent.js", "run", file, "--json", "--data", join(folder, name)];
  return spawn("node", args, { env: { ...process.env, LEDGER: join(folder, name, "ledger.txt") } });
};
const finish = async (name: string) => {
  const { status, counts, tasks } = JSON.parse(await text(start(name).stdout)).packages[0];
  return { status, counts, tasks, ledger: readFileSync(join(folder, name, "ledger.txt"), "utf8") };
};

test("three kills change nothing, and the sum is booked once", async () => {
  const undisturbed = await finish("undisturbed");
  for (const tasks of [1, 150, 400]) {
    const child = start("killed");
    child.stderr.on(
      "data",
      (line) => Number(/analyze (\d+)/.exec(String(line))?.[1]) >= tasks && child.kill("SIGKILL"),
    );
    await once(child, "exit");
  }
  assert.deepEqual(await finish("killed"), undisturbed);
});
