import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Context } from "hono";
import { Problem, problemResponse } from "./api/http/problem.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
};

/** File names that the build creates; they cannot leave the folder. */
const FILE = /^\/(?:assets\/)?[\w.-]+\.[a-z0-9]+$/i;

const missing = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["ENOENT", "EISDIR", "ENOTDIR", "ENAMETOOLONG"].includes(String(error.code));

/** Serves the built dashboard: its files by name, and its page for every other path outside the API. */
export const dashboard = (folder: string) => {
  const file = async (c: Context, path: string): Promise<Response | undefined> => {
    try {
      const body = await readFile(join(folder, path));
      // Vite names files below assets/ by their content.
      const forever = path.startsWith("/assets/");
      return c.body(body, 200, {
        "content-type": types[extname(path)] ?? "application/octet-stream",
        "cache-control": forever ? "public, max-age=31536000, immutable" : "no-cache",
      });
    } catch (error) {
      if (missing(error)) return undefined;
      throw error;
    }
  };
  return async (c: Context): Promise<Response> => {
    const { path } = c.req;
    const nothing = () => problemResponse(c, new Problem("not-found", `${path} not found`));
    if (path.startsWith("/api/")) return nothing();
    if (FILE.test(path)) return (await file(c, path)) ?? nothing();
    const page = await file(c, "/index.html");
    return (
      page ??
      c.text("The dashboard has not been built; run `npm run build`.\nThe API reference is at /api/docs.\n", 503)
    );
  };
};
