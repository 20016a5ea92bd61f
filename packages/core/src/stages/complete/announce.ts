import type { AnnouncedState, Subscriber } from "../../choreography/define-subscriber.ts";
import type { TerminalState } from "../../ports/package-store.ts";
import {
  isTerminalState,
  type PackagePatch,
  type PackageRow,
  type TransitionGuard,
} from "../../ports/package-store.ts";
import { sendComplete } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { type Announcement, completionKey, completionPlan } from "./completion-node.ts";

const interested = ({ onComplete }: Pick<Pipeline, "onComplete">, state: AnnouncedState): Subscriber[] =>
  onComplete.filter(({ when }) => when.includes(state));

/**
 * Records whom to notify, once, and sends a message for each subscriber that has not settled. Repeating it repeats messages, and a
 * delivery that finds its outcome recorded does nothing. Returns who was recorded the first time.
 */
export const announce = async (
  pipeline: Pipeline,
  announcement: Announcement,
  at: number,
  names: readonly string[],
): Promise<string[]> => {
  const { packageId } = announcement;
  const plan = completionPlan(packageId, names);
  const node = await pipeline.cloud.tally.expect(completionKey(announcement), { expected: names.length, plan });
  const subscribers = node.plan?.tasks.map(({ pass }) => pass) ?? [];
  const missing = subscribers.flatMap((subscriber, child) => (node.receipts.has(child) ? [] : [{ subscriber, child }]));
  await sendComplete(pipeline, announcement, at, missing);
  return subscribers;
};

/** Announces that a round has opened; called before its tree is sealed, so that no round ends before its opening was announced. */
export const announceOpen = async (pipeline: Pipeline, { id, round }: PackageRow): Promise<void> => {
  const names = interested(pipeline, "open").map(({ name }) => name);
  if (names.length === 0) return;
  const announcement: Announcement = { packageId: id, round, state: "open", generation: 0 };
  await announce(pipeline, announcement, pipeline.cloud.clock.now(), names);
};

/**
 * Announces that a package has ended, if that is pending: the row says so until every message was sent. The stage that ended
 * it calls this; a redelivery, the next redrive and the sweep do so again after a crash.
 */
export const announceEnd = async (pipeline: Pipeline, row: PackageRow): Promise<void> => {
  const { state, round, id } = row;
  if (!row.announcing || !isTerminalState(state)) return;
  const names = interested(pipeline, state as TerminalState).map(({ name }) => name);
  if (names.length > 0) {
    const announcement: Announcement = { packageId: id, round, state: state as TerminalState, generation: 0 };
    await announce(pipeline, announcement, row.finishedAt ?? row.updatedAt, names);
  }
  await pipeline.cloud.packages.transition(id, { from: [state], round }, { announcing: undefined });
};

/** Moves a package to a terminal state and announces that: the one way in which any stage ends a package. */
export const endPackage = async (
  pipeline: Pipeline,
  id: string,
  guard: TransitionGuard,
  patch: PackagePatch & { state: TerminalState },
): Promise<{ done: boolean; row: PackageRow } | undefined> => {
  const now = pipeline.cloud.clock.now();
  const announcing = interested(pipeline, patch.state).length > 0;
  const ended = await pipeline.cloud.packages.transition(id, guard, {
    finishedAt: now,
    ...patch,
    updatedAt: now,
    completionGeneration: undefined,
    ...(announcing ? { announcing } : {}),
  });
  if (ended?.done) await announceEnd(pipeline, ended.row);
  return ended;
};
