import { readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { launch } from "../packages/web/test/browser/support/browser.ts";
import { atMost, type BenchResult, round } from "./bench.ts";
import { ofComponents } from "./dashboard/components.ts";
import { ofPackages } from "./dashboard/packages.ts";

const web = fileURLToPath(new URL("../packages/web/", import.meta.url));

/** Bytes of what a first visit to the list loads: page, entry script and style gzipped, the font as it is. */
const firstLoad = async (): Promise<{ part: string; bytes: number }[]> => {
  const folder = `${web}dist/dashboard/`;
  const page = await readFile(`${folder}index.html`);
  const parts = [{ part: "index.html", bytes: gzipSync(page).length }];
  for (const [, path = ""] of page.toString().matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g))
    parts.push({ part: path, bytes: gzipSync(await readFile(folder + path)).length });
  for (const name of (await readdir(`${folder}assets`)).filter((one) => one.endsWith(".woff2")))
    parts.push({ part: `assets/${name}`, bytes: (await stat(`${folder}assets/${name}`)).size });
  return parts;
};

export const run = async (): Promise<BenchResult> => {
  await build({ configFile: `${web}vite.config.ts`, logLevel: "error" });
  const parts = await firstLoad();
  const total = round(parts.reduce((sum, one) => sum + one.bytes, 0) / 1024);
  const sizes = parts.map(({ part, bytes }) => ({
    what: part,
    unit: "KB",
    median: round(bytes / 1024),
    worst: round(bytes / 1024),
  }));
  const browser = await launch();
  try {
    const packages = await ofPackages(browser);
    const components = await ofComponents(browser);
    return {
      rows: [...sizes, ...packages.rows, ...components.rows],
      targets: [atMost("first load, KB gzip (font included)", total, 70), ...packages.targets, ...components.targets],
    };
  } finally {
    await browser.close();
  }
};
