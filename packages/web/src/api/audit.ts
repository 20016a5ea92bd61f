import type { Cloud } from "@torrent/core";
import type { Caller } from "./env.ts";

export interface AuditEntry {
  action: string;
  /** The package or object acted on. */
  on: string;
  caller: Caller;
  requestId: string;
  fields?: Record<string, unknown>;
}

/** One immutable object for each action, under the day; written before the action, so that none goes unrecorded. */
export const audit = async ({ objects, clock, log, random }: Cloud, entry: AuditEntry): Promise<void> => {
  const at = new Date(clock.now()).toISOString();
  const { caller, ...rest } = entry;
  const line = { at, by: caller.name, ...rest };
  // Named by an id of our own: a client chooses its request's, and may choose it twice.
  await objects.put(
    `audit/${at.slice(0, 10)}/${at}-${random.id()}.json`,
    new TextEncoder().encode(`${JSON.stringify(line)}\n`),
    { contentType: "application/json", ifAbsent: true },
  );
  log("info", "audit", line);
};
