import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { differingPaths } from "../../src/fault-test/ends.ts";
import { called } from "../called.ts";

const config = (name: string): string => fileURLToPath(new URL(`./${name}.config.ts`, import.meta.url));

let samples: string;
let before: string | undefined;
beforeEach(async () => {
  before = process.env.TORRENT_CONFIG;
  samples = await mkdtemp(join(tmpdir(), "torrent-samples-"));
  await writeFile(join(samples, "january.ndjson"), '{"net":1}\n{"net":2}\n');
  await writeFile(join(samples, "broken.ndjson"), "no invoice\n");
});
afterEach(async () => {
  if (before === undefined) delete process.env.TORRENT_CONFIG;
  else process.env.TORRENT_CONFIG = before;
  await rm(samples, { recursive: true, force: true });
});

describe("torrent test", () => {
  it("runs the choreography under faults, and says what every package came to", async () => {
    const args = ["--config", config("invoices"), "--samples", samples, "--seeds", "5"];
    const { code, stdout } = await called("test", ...args);
    expect(stdout).toContain("invoices: 1 pass, 2 packages of");
    expect(stdout).toMatch(/january\.ndjson +complete +2 +2 +1/);
    expect(stdout).toMatch(/broken\.ndjson +failed +1 +0 +1/);
    expect(stdout).toContain("5 seeds:");
    expect(stdout).toContain("Every invariant held.");
    expect(code).toBe(0);
  });

  it("prints one JSON object, and generates packages where there are none", async () => {
    const { code, stdout } = await called(
      "test",
      "--config",
      config("invoices"),
      "--seeds",
      "1",
      "--json",
      "--samples",
      samples,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      choreography: "invoices",
      ok: true,
      samples: { packages: ["broken.ndjson", "january.ndjson"] },
      simulation: { runs: 1, failure: null },
      kills: null,
    });
    expect(code).toBe(0);
  });

  it("ends with 1 and both outputs where a pass gives two for one input", async () => {
    const { code, stdout } = await called("test", "--config", config("dice"), "--samples", samples, "--seeds", "1");
    expect(stdout).toMatch(
      /Without any fault, deterministic does not hold: roll on .*"rolled":1.* and run again .*"rolled":2/,
    );
    expect(stdout).toContain("An invariant did not hold.");
    expect(code).toBe(1);
  });

  it("refuses a folder that is not there or empty, and a number that is none", async () => {
    const own = ["--config", config("invoices")];
    await expect(called("test", ...own, "--samples", join(samples, "none"))).rejects.toThrow("does not exist");
    await rm(join(samples, "january.ndjson"));
    await rm(join(samples, "broken.ndjson"));
    await expect(called("test", ...own, "--samples", samples)).rejects.toThrow("is empty; put a package into it");
    expect(await called("test", ...own, "--seeds", "many")).toMatchObject({ code: 2 });
  });
});

describe("what two packages came to", () => {
  it("differs where a path is missing on either side, or has another value", () => {
    const a = new Map([
      [".state", '"complete"'],
      [".result.net", "1"],
    ]);
    const b = new Map([
      [".state", '"complete"'],
      [".result.net", "2"],
      [".error", '"late"'],
    ]);
    expect(differingPaths(a, b)).toEqual([".result.net", ".error"]);
    expect(differingPaths(a, a)).toEqual([]);
    expect(differingPaths(a)).toEqual([".state", ".result.net"]);
  });
});
