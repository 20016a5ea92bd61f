import { fingerprint, type PackageOutcome } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requireOutcome } from "../outcome/outcome-reader.ts";
import { requirePackage } from "../packages/packages.ts";
import type { FailureGroup } from "./failure-schema.ts";

/** Members that are named one by one; all are counted. */
const NAMED_MEMBERS = 20;

/** Errors that differ only in names and numbers are one kind of trouble. Largest group first. */
export const groupFailures = (failures: PackageOutcome["failures"]["first"]): FailureGroup[] => {
  const groups = new Map<string, FailureGroup>();
  for (const { component, name, pass, outcome, error } of failures) {
    const print = error && fingerprint(error);
    const key = `${outcome}/${print ?? ""}`;
    const group: FailureGroup = groups.get(key) ?? {
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
    if (group.members.length < NAMED_MEMBERS) group.members.push({ component, name, pass });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
};

const route = createRoute({
  id: "packageFailures",
  method: "get",
  path: "/{id}/failures",
  request: { params: PackageId },
});

export const failureRoutes = (deps: Deps) =>
  routes().openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const row = await requirePackage(deps, id);
    if (row.revision === undefined)
      throw new Problem("not-found", `Package ${id} has no outcome yet; its state is ${row.state}`);
    const same = notModified(c, versionTag(id, "failures", row.revision));
    if (same) return same;
    const { total, first } = (await requireOutcome(deps, id, row.revision)).failures;
    return c.json({ total, grouped: first.length, groups: groupFailures(first) }, 200);
  });
