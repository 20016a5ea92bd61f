import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { root, run, unpack } from "./platform.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);

describe.skipIf(!platform.ready)("sst.config.ts and infra/", () => {
  it("hold to SST's own types", async () => {
    const { out } = await run("npm", ["run", "-s", "types:infra"]);
    expect(out).toBe("");
  });
});

it("deploys the reference choreography in less than 150 lines, by the component that others use", async () => {
  const infra = (await readdir(`${root}/infra`, { recursive: true })).filter((name) => name.endsWith(".ts"));
  const texts = await Promise.all(
    ["sst.config.ts", ...infra.map((name) => `infra/${name}`)].map((file) => readFile(`${root}/${file}`, "utf8")),
  );
  const lines = texts.reduce((sum, text) => sum + text.split("\n").length - 1, 0);
  console.info(`sst.config.ts and infra/: ${lines} lines`);
  expect(lines).toBeLessThan(150);
});
