import { Hono } from "hono";
import type { ApiEnv } from "../http/env.ts";

/** The OpenAPI document of an app and its reference page; what makes them is loaded when somebody asks for them. See ADR 11. */
export const docsRoutes = (app: Pick<Hono<ApiEnv>, "routes">) => {
  const make = async () => (await import("./document.ts")).documentOf(app);
  let made: ReturnType<typeof make> | undefined;
  const document = () => {
    made ??= make();
    return made;
  };
  return new Hono()
    .get("/openapi.json", async (c) => c.json(await document()))
    .get("/docs", async (c) => c.html((await import("./docs-page.ts")).page(await document())))
    .get("/docs.css", async (c) =>
      c.body((await import("./docs-style.ts")).stylesheet, 200, { "content-type": "text/css; charset=utf-8" }),
    );
};
