import { isTerminalState, type PackageRow, type TerminalState } from "../../ports/package-store.ts";
import type { Pipeline } from "../pipeline.ts";
import { announce } from "./announce.ts";
import type { CompletionStatus } from "./complete.ts";
import { type Announcement, completionKey } from "./completion-node.ts";

const statusesOf = async (
  { cloud }: Pick<Pipeline, "cloud">,
  announcement: Announcement,
): Promise<CompletionStatus[]> => {
  const node = await cloud.tally.read(completionKey(announcement));
  return (node?.plan?.tasks ?? []).map(({ pass: subscriber }, child) => {
    const { outcome = "pending", attempts, at, error } = node?.receipts.get(child) ?? {};
    return {
      subscriber,
      state: announcement.state,
      outcome,
      ...(attempts === undefined ? {} : { attempts }),
      ...(at === undefined ? {} : { at }),
      ...(error ? { error } : {}),
    };
  });
};

/** How the subscribers of the current round fared: those that heard of its opening, and those that heard of its end. */
export const completions = async (pipeline: Pick<Pipeline, "cloud">, row: PackageRow): Promise<CompletionStatus[]> => {
  const at = { packageId: row.id, round: row.round, generation: 0 };
  const opened = await statusesOf(pipeline, { ...at, state: "open" });
  if (!isTerminalState(row.state)) return opened;
  const state = row.state as TerminalState;
  const latest = new Map<string, CompletionStatus>();
  for (let generation = 0; generation <= (row.completionGeneration ?? 0); generation += 1)
    for (const status of await statusesOf(pipeline, { ...at, state, generation }))
      latest.set(status.subscriber, status);
  return [...opened, ...latest.values()];
};

export interface CompletionRedrive {
  /** Subscribers that are notified again. */
  subscribers: string[];
  refused?: { kind: string; message: string };
}

/** Tells subscribers again whose delivery failed: all of them, or those named. */
export const redriveCompletions = async (
  pipeline: Pipeline,
  id: string,
  names?: readonly string[],
): Promise<CompletionRedrive | undefined> => {
  const { cloud } = pipeline;
  const row = await cloud.packages.read(id);
  if (!row) return undefined;
  const refuse = (kind: string, message: string): CompletionRedrive => ({
    subscribers: [],
    refused: { kind, message },
  });
  if (!isTerminalState(row.state))
    return refuse("still-open", `The package is ${row.state}; its subscribers are notified when it has ended`);
  const failed = (await completions(pipeline, row)).filter(
    ({ state, outcome, subscriber }) =>
      state === row.state && outcome === "failed" && (!names || names.includes(subscriber)),
  );
  if (failed.length === 0) return refuse("nothing-selected", "No delivery to a subscriber has failed");
  const generation = (row.completionGeneration ?? 0) + 1;
  // First, so that a crash after it wastes a number, and nobody counts as notified who was not.
  await cloud.packages.transition(id, { from: [row.state], round: row.round }, { completionGeneration: generation });
  const announcement = { packageId: id, round: row.round, state: row.state as TerminalState, generation };
  const selected = failed.map(({ subscriber }) => subscriber);
  return { subscribers: await announce(pipeline, announcement, row.finishedAt ?? row.updatedAt, selected) };
};
