import { fingerprint, type PackageOutcome } from "@torrent/core/unstable";
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
