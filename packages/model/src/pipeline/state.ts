import { Rows } from "../engine/rows.ts";

/** Packages that are not done. `firstUnit` is -1 before intake; `paidAt` is the state of the package's partitions. */
export const packageRows = () =>
  new Rows(["arrivedAt", "components", "bytes", "firstUnit", "open", "urgent", "paidAt"] as const);

/** Components or bundles that are not done. Masks have a bit for each pass. */
export const unitRows = () =>
  new Rows(["package", "members", "bytes", "next", "pending", "unsent", "failed", "tasks"] as const);

/** Messages, and in `next` those that share an invocation. `subject` is a package or a unit, by the queue. */
export const messageRows = () =>
  new Rows(["queue", "subject", "task", "attempt", "at", "next", "worker", "seconds", "killed"] as const);

export const NOTHING = -1;
