import type { Cloud } from "@torrent/core/unstable";
import type { Caller } from "../http/env.ts";

export interface AuditEntry {
  action: string;
  /** The package or object acted on. */
  on: string;
  caller: Caller;
  requestId: string;
  fields?: Record<string, unknown>;
}

/** Writes one immutable object per action, under its day, before the action, so that no action goes unrecorded. */
export const audit = async ({ objects, clock, log, random }: Cloud, entry: AuditEntry): Promise<void> => {
  const at = new Date(clock.now()).toISOString();
  const { caller, ...rest } = entry;
  const line = { at, by: caller.name, ...rest };
  // Named by its own id: a client chooses the id of its request, and may use it twice.
  await objects.put(
    `audit/${at.slice(0, 10)}/${at}-${random.id()}.json`,
    new TextEncoder().encode(`${JSON.stringify(line)}\n`),
    { contentType: "application/json", ifAbsent: true },
  );
  log("info", "audit", line);
};
