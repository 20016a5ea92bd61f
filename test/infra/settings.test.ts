import { readdir, readFile } from "node:fs/promises";
import type { UserConfig } from "vite";
import { expect, it } from "vitest";
import viteConfig from "../../packages/web/vite.config.ts";
import { root } from "./platform.ts";

const files = async (): Promise<{ name: string; text: string }[]> => {
  const folders = ["infra", "packages/sst/src"];
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(`${root}/${folder}`)).filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`),
    ),
  );
  return Promise.all(
    ["sst.config.ts", ...names.flat()].map(async (name) => ({ name, text: await readFile(`${root}/${name}`, "utf8") })),
  );
};

it("reads no setting of a stage from the shell of whoever deploys", async () => {
  // What `entries.ts` writes is read by functions, in their own environment.
  const reading = (await files()).filter(
    ({ name, text }) => text.includes("process.env") && name !== "packages/sst/src/entries.ts",
  );
  expect(reading.map(({ name }) => name)).toEqual([]);
});

it("asks the API that sst dev names, and this machine's without it", () => {
  const target = () => (viteConfig as unknown as () => UserConfig)().server?.proxy?.["/api"];
  expect(target()).toMatchObject({ target: "http://127.0.0.1:7700" });
  process.env.TORRENT_API = "https://example.cloudfront.net";
  try {
    expect(target()).toEqual({ target: "https://example.cloudfront.net", changeOrigin: true });
  } finally {
    delete process.env.TORRENT_API;
  }
});
