import { Hono } from "hono/tiny";
import type { Document } from "./document.ts";

/** Loaded when it is first requested, like the reference page: at INIT nothing of it is read. See ADR 16. */
const readDocument = async (): Promise<Document> =>
  (await import("./openapi.json", { with: { type: "json" } })).default as unknown as Document;

/** The OpenAPI document and the reference page made from it. */
export const docsRoutes = () =>
  new Hono()
    .get("/openapi.json", async (c) => c.json(await readDocument()))
    .get("/docs", async (c) => c.html((await import("./docs-page.ts")).page(await readDocument())))
    .get("/docs.css", async (c) =>
      c.body((await import("./docs-style.ts")).stylesheet, 200, { "content-type": "text/css; charset=utf-8" }),
    );
