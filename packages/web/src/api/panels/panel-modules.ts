import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Panel } from "@torrent/core/unstable";
import { Hono } from "hono/tiny";
import type { ApiEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { requirePanel } from "./panels.ts";

/** Where a panel's built module is. */
export type PanelModules = (panel: Panel) => URL | undefined;

/** The file that the panel itself names. */
export const ownModules: PanelModules = ({ dashboard }) => dashboard;

/** `<name>.js` in a folder: in a bundle, where no module is beside the code that names it. */
export const modulesIn =
  (folder: string): PanelModules =>
  ({ name, dashboard }) =>
    dashboard && new URL(`${name}.js`, pathToFileURL(`${folder.replace(/\/$/, "")}/`));

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const readModule = async (name: string, file: URL): Promise<{ body: Buffer<ArrayBuffer>; etag: string }> => {
  try {
    const body = await readFile(fileURLToPath(file));
    return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
  } catch (error) {
    if (isMissing(error))
      throw new Problem("not-found", `The module of the panel ${name} has not been built; run its package's build`);
    throw error;
  }
};

/**
 * The panels' dashboard modules. They are code of the deployment, like the dashboard's own, and hold no data: a browser's
 * `import()` sends no token, so none is required.
 */
export const panelModuleRoutes = (panels: readonly Panel[], moduleOf: PanelModules = ownModules) =>
  new Hono<ApiEnv>().get("/:file{[a-z][a-z0-9-]{0,31}\\.js}", async (c) => {
    const name = c.req.param("file").replace(/\.js$/, "");
    const file = moduleOf(requirePanel(panels, name));
    if (!file) throw new Problem("not-found", `The panel ${name} has no part in the dashboard`);
    const { body, etag } = await readModule(name, file);
    c.header("etag", etag);
    c.header("cache-control", "no-cache");
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    return c.body(body, 200, { "content-type": "text/javascript; charset=utf-8" });
  });
