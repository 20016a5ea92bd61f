import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { exclusively } from "./exclusively.ts";

const web = fileURLToPath(new URL("../../../", import.meta.url));

const analysis = fileURLToPath(new URL("../../../../analysis/", import.meta.url));

const newest = async (folder: string): Promise<number> => {
  const names = await readdir(folder, { recursive: true });
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return Math.max(0, ...times);
};

const buildUnlessNewer = async (made: string, sources: string, configFile: string): Promise<void> => {
  const info = await stat(made).catch(() => undefined);
  if (info && info.mtimeMs > (await newest(sources))) return;
  await build({ configFile, logLevel: "error" });
};

/** Builds the dashboard and the analysis panel unless what is built is of the sources that are here now. */
export const built = (): Promise<void> =>
  exclusively("dashboard-build", async () => {
    await buildUnlessNewer(`${web}dist/dashboard/index.html`, `${web}src/dashboard`, `${web}vite.config.ts`);
    await buildUnlessNewer(`${analysis}dist/dashboard/panel.js`, `${analysis}dashboard`, `${analysis}vite.config.ts`);
  });
