import { type Panel, resolved } from "@torrent/core/unstable";
import * as z from "zod/mini";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { UNTRUSTED_POLICY } from "../outcome/untrusted.ts";
import { requirePackage } from "../packages/packages.ts";

const panelName = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, "A panel name is 1–32 of a-z, 0-9 and -"));

const panel = createRoute({
  id: "readPanel",
  method: "get",
  path: "/{id}/panels/{name}/{path}",
  rest: true,
  request: {
    params: z.extend(PackageId, { name: panelName(), path: z.string().check(z.maxLength(500)) }),
    // The panel parses it.
    query: z.looseObject({}),
  },
});

const isJson = (type: string | null): boolean => /^application\/([a-z.-]+\+)?json\b/.test(type ?? "");

export const requirePanel = (panels: readonly Panel[], name: string): Panel => {
  const found = panels.find((panel) => panel.name === name);
  if (found) return found;
  const names = panels.map((panel) => panel.name).join(", ");
  throw new Problem("not-found", `Panel ${name} not found; this choreography has ${names || "none"}`);
};

/** Tabs of a package's page that every choreography has. */
const OWN_TABS = ["components", "activity"];

/** @throws TypeError for a panel whose tab would hide one of the dashboard's own. */
export const checkPanelNames = (panels: readonly Panel[]): void => {
  const names = new Set<string>();
  for (const { name } of panels) {
    if (OWN_TABS.includes(name))
      throw new TypeError(`Panel "${name}": "${name}" is a tab of the dashboard; rename the panel`);
    if (names.has(name)) throw new TypeError(`Panel "${name}": two panels have this name; rename one`);
    names.add(name);
  }
};

/** The panels' own data: each is loaded when it is first asked, and may read packages and objects, never write. */
export const panelRoutes = (deps: Deps) => {
  const { panels, priority } = deps.choreography;
  const { objects } = deps.cloud;
  const readOnly = {
    get: objects.get.bind(objects),
    head: objects.head.bind(objects),
    list: objects.list.bind(objects),
  };
  return routes().openapi(panel, async (c) => {
    const { id, name, path } = c.req.valid("param");
    const { api } = requirePanel(panels, name);
    if (!api) throw new Problem("not-found", `The panel ${name} serves no data`);
    const row = await requirePackage(deps, id);
    const answer = await (await resolved(api))({
      path,
      query: new URL(c.req.url).searchParams,
      row,
      objects: readOnly,
      priorityTable: priority,
      signal: c.req.raw.signal,
    });
    const headers = new Headers(answer.headers);
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-cache");
    if (!isJson(headers.get("content-type"))) c.set("policy", UNTRUSTED_POLICY);
    return new Response(answer.body, { status: answer.status, headers }) as never;
  });
};
