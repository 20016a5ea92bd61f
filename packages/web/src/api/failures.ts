import { createRoute, z } from "@hono/zod-openapi";
import { fingerprint, keys, outcomes, Report } from "@torrent/core";
import { type Deps, routes } from "./env.ts";
import { notModified, versionTag } from "./etag.ts";
import { mustRead } from "./packages.ts";
import { Problem, problemResponses } from "./problem.ts";
import { readJson } from "./read-json.ts";
import { Failure, PackageId } from "./schemas.ts";

/** Members that are named one by one; all are counted. */
const NAMED = 20;

const Group = z
  .object({
    fingerprint: z
      .string()
      .optional()
      .openapi({ description: "Selects this group for a redrive; absent without an error." }),
    outcome: z.enum(outcomes),
    error: Failure.optional(),
    passes: z.array(z.string()),
    count: z.number().int(),
    members: z.array(z.object({ component: z.string(), name: z.string(), pass: z.string() })),
  })
  .openapi("FailureGroup");
type Group = z.infer<typeof Group>;

/** Errors that differ only in names and numbers are one kind of trouble. Largest group first. */
export const groupFailures = (failures: Report["failures"]["first"]): Group[] => {
  const groups = new Map<string, Group>();
  for (const { component, name, pass, outcome, error } of failures) {
    const print = error && fingerprint(error);
    const key = `${outcome}/${print ?? ""}`;
    const group: Group = groups.get(key) ?? {
      ...(print === undefined ? {} : { fingerprint: print }),
      outcome,
      ...(error ? { error } : {}),
      passes: [],
      count: 0,
      members: [],
    };
    groups.set(key, group);
    group.count += 1;
    if (!group.passes.includes(pass)) group.passes.push(pass);
    if (group.members.length < NAMED) group.members.push({ component, name, pass });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
};

const route = createRoute({
  method: "get",
  path: "/{id}/failures",
  tags: ["Reports"],
  summary: "What went wrong, grouped by kind of error",
  request: { params: PackageId },
  responses: {
    200: {
      description: "The groups of the report's first failures",
      content: {
        "application/json": {
          schema: z.object({
            total: z.number().int().openapi({ description: "Tasks that did not succeed." }),
            grouped: z.number().int().openapi({ description: "How many of them the groups hold." }),
            groups: z.array(Group),
          }),
        },
      },
    },
    304: { description: "Nothing has changed since the version in `If-None-Match`" },
    ...problemResponses,
  },
});

export const failureRoutes = (deps: Deps) =>
  routes().openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const row = await mustRead(deps, id);
    if (row.revision === undefined)
      throw new Problem("not-found", `Package ${id} has no report yet; it is ${row.state}`);
    const same = notModified(c, versionTag(id, "failures", row.revision));
    if (same) return same as never;
    const report = await readJson(deps.cloud.objects, keys.report(id, row.revision), Report);
    if (!report) throw new Problem("not-found", `Revision ${row.revision} of the report of ${id} is not there`);
    const { total, first } = report.failures;
    return c.json({ total, grouped: first.length, groups: groupFailures(first) }, 200);
  });
