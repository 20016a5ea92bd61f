import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";

const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

const run = (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve, reject) => {
    const flags = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"];
    const child = spawn(process.execPath, [...flags, cli, ...args]);
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });

const arrivalsFile = async (text: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "torrent-model-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "arrivals.ndjson");
  await writeFile(path, text);
  return path;
};

describe("npm run simulate", () => {
  test("prints the same JSON for the same seed, on stdout alone", async () => {
    const args = ["--scenario", "burst", "--days", "0.04", "--json", "--seed", "9"];
    const [first, second] = await Promise.all([run(...args), run(...args)]);
    expect(first.code).toBe(0);
    expect(first.out).toBe(second.out);
    const { scenario, seed, variants } = JSON.parse(first.out);
    expect({ scenario, seed }).toEqual({ scenario: "burst", seed: 9 });
    expect(variants[0].completed).toBe(variants[0].packages);
    expect(variants[0].latency.p95).toBeGreaterThan(variants[0].latency.p50);
  });

  test("takes arrivals from a file", async () => {
    const path = await arrivalsFile('{"at":0,"bytes":1000000,"components":10}\n{"at":60,"bytes":5}\n');
    const { code, out } = await run("--scenario", "trickle", "--arrivals", path, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out).variants[0].packages).toBe(2);
  });

  test("explains a usage error, and ends with 2", async () => {
    const bad = await arrivalsFile("{}");
    const cases: [string[], string][] = [
      [[], "Name a scenario"],
      [["--scenario", "nope"], 'There is no scenario "nope"'],
      [["--scenario", "burst", "--days", "0"], "--days is above 0"],
      [["--scenario", "burst", "--seed", "x"], "--seed takes a whole number"],
      [["--scenario", "seed", "--days", "2"], "fixes its own days"],
      [["--scenario", "burst", "--arrivals", "/nowhere/x"], "Cannot read /nowhere/x"],
      [["--scenario", "burst", "--arrivals", bad], "Line 1 of the arrivals"],
      [["--what"], "--what"],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = await run(...args);
      expect({ args, code, out }).toEqual({ args, code: 2, out: "" });
      expect(err).toContain(message);
    }
  });
});
