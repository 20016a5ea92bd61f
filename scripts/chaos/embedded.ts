import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { killTest } from "../../packages/cli/src/fault-test/kills.ts";

/**
 * Kills the embedded pipeline with SIGKILL at random moments, many times, and checks that every sample package, and one of 400
 * components, comes to the same as in an undisturbed run. `torrent test --kill` does so with anybody's choreography.
 */
const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const samples = fileURLToPath(new URL("../../samples", import.meta.url));
const names = ["field-notes", "finance.tar.gz", "incident-logs.zip", "mailbox.mbox", "source-drop.zip", "many"];

const place = await mkdtemp(join(tmpdir(), "torrent-chaos-"));
try {
  await cp(samples, place, { recursive: true });
  await mkdir(join(place, "many"));
  for (let n = 0; n < 400; n += 1)
    await writeFile(
      join(place, "many", `${n}.log`),
      `2026-01-05T09:00:00Z host-${n % 9} user${n}@example.com from 10.0.0.${n % 250}\n`,
    );
  const { kills, packages, differences } = await killTest({
    config: new URL("../../torrent.config.ts", import.meta.url).href,
    paths: names.map((name) => join(place, name)),
    kills: Number(values.kills),
    seed: Number(values.seed),
    subscribers: "record",
    onKill: (done) => process.stderr.write(`${done} kills survived\n`),
  });
  for (const { package: name, path, undisturbed, killed } of differences)
    process.stderr.write(`${name}: ${path} is ${killed}, undisturbed ${undisturbed}\n`);
  process.stdout.write(`${kills} kills, ${packages} packages finished, ${differences.length} differences\n`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  await rm(place, { recursive: true, force: true });
}
