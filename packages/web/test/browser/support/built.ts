import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { exclusively } from "./exclusively.ts";

const web = fileURLToPath(new URL("../../../", import.meta.url));

const newest = async (folder: string): Promise<number> => {
  const names = await readdir(folder, { recursive: true });
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return Math.max(0, ...times);
};

/** Builds the dashboard unless what is built is of the sources that are here now. */
export const built = (): Promise<void> =>
  exclusively("dashboard-build", async () => {
    const made = await stat(`${web}dist/dashboard/index.html`).catch(() => undefined);
    if (made && made.mtimeMs > (await newest(`${web}src/dashboard`))) return;
    await build({ configFile: `${web}vite.config.ts`, logLevel: "error" });
  });
