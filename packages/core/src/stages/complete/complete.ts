import { collect } from "../../bytes.ts";
import type { PackageEvent, Subscriber, SubscriberContext } from "../../choreography/define-subscriber.ts";
import { failureOf, isTerminal, TerminalError } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { CompleteMessage } from "../../messages.ts";
import { hasFailure, noTotals, type Outcome } from "../../outcome.ts";
import type { PackageRow } from "../../ports/package-store.ts";
import type { Receipt } from "../../ports/tally-store.ts";
import { PackageOutcome } from "../../reduce/outcome-document.ts";
import { parse } from "../../schema.ts";
import { noteAttempt } from "../perform/attempts.ts";
import type { Delivery } from "../perform/perform.ts";
import type { Completing, Pipeline } from "../pipeline.ts";
import { completionId, completionKey } from "./completion-node.ts";
import { onceOver } from "./once.ts";

/** The same at every delivery of one event to one subscriber. */
export const eventKey = ({ packageId, round, state, subscriber }: CompleteMessage): string =>
  `${packageId}/${round}/${subscriber}${state === "open" ? "/open" : ""}`;

/**
 * Tells one subscriber of one change of state, and records how that ended; the caller acknowledges afterwards. Returns when the
 * outcome is recorded, by this call or an earlier one. Throws for what a retry could change.
 */
export const complete = async (pipeline: Completing, message: CompleteMessage, delivery: Delivery): Promise<void> => {
  const { cloud } = pipeline;
  const node = await cloud.tally.read(completionKey(message));
  if (node?.plan?.tasks[message.child]?.pass !== message.subscriber)
    throw new TerminalError("unknown-delivery", `${eventKey(message)} was never announced`);
  if (node.receipts.has(message.child)) return;
  const started = cloud.clock.now();
  const receipt = () => ({ at: cloud.clock.now(), ms: cloud.clock.now() - started, attempts: delivery.attempt });
  try {
    await tell(pipeline, message, delivery);
  } catch (error) {
    if (!isTerminal(error)) {
      await noteAttempt(cloud, noteOf(message), delivery.attempt, error);
      throw error;
    }
    await settleDelivery(pipeline, message, { outcome: "failed", ...receipt(), error: failureOf(error) });
    return;
  }
  await settleDelivery(pipeline, message, { outcome: "succeeded", ...receipt() });
};

/** Where failed deliveries are noted. */
export const noteOf = (message: CompleteMessage) => ({
  packageId: completionId(message),
  round: message.round,
  tree: "",
  slot: 0,
  task: message.child,
});

/** Records how a delivery ended, once. Nothing follows from it: the node has no parent. */
export const settleDelivery = async (
  { cloud }: Pipeline,
  message: CompleteMessage,
  receipt: Receipt,
): Promise<void> => {
  const totals = { ...noTotals(), [receipt.outcome]: 1, ms: receipt.ms ?? 0 };
  const settlement = { child: message.child, totals, failed: hasFailure(totals), receipt };
  const { first } = await cloud.tally.settle(completionKey(message), settlement);
  if (!first || receipt.outcome === "succeeded") return;
  const { packageId, round, state, subscriber } = message;
  cloud.log("error", "subscriber-failed", { packageId, round, state, subscriber, ...receipt.error });
};

const tell = async (pipeline: Completing, message: CompleteMessage, delivery: Delivery): Promise<void> => {
  const { cloud, onComplete } = pipeline;
  const subscriber = onComplete.find(({ name }) => name === message.subscriber);
  if (!subscriber)
    throw new TerminalError("unknown-subscriber", `This deployment has no subscriber "${message.subscriber}"`);
  const row = await cloud.packages.read(message.packageId);
  if (!row) throw new TerminalError("unknown-package", `No package ${message.packageId}`);
  const event = await eventOf(pipeline, message, row);
  const handle = await subscriber.load();
  await handle(event, contextOf(pipeline, subscriber, message, delivery));
};

const contextOf = (
  { cloud, secrets }: Completing,
  { name, needs }: Subscriber,
  { packageId, round, state, generation }: CompleteMessage,
  { attempt, signal }: Delivery,
): SubscriberContext => ({
  once: onceOver(cloud, { packageId, round, state, generation, subscriber: name, attempt }),
  secret: (secret) => {
    if (needs.secrets?.includes(secret)) return secrets(secret);
    throw new TerminalError("undeclared-secret", `Subscriber "${name}" reads "${secret}"; add it to needs.secrets`);
  },
  attempt,
  signal,
  now: () => cloud.clock.now(),
  log: cloud.log,
});

const aggregated: readonly string[] = ["complete", "partial", "failed"];

/** The event as it was: of the message's round, whatever has become of the package since. */
const eventOf = async ({ cloud }: Completing, message: CompleteMessage, row: PackageRow): Promise<PackageEvent> => {
  const { state, round, at } = message;
  const { id, name, bytes, createdAt } = row;
  const event: PackageEvent = {
    key: eventKey(message),
    state,
    round,
    at,
    package: { id, name, bytes, receivedAt: createdAt },
    ...(row.error && row.round === round ? { error: row.error } : {}),
  };
  if (!aggregated.includes(state)) return event;
  const object = await cloud.objects.get(keys.outcome(id, round));
  if (!object) return event;
  const outcome = parse(PackageOutcome, JSON.parse(new TextDecoder().decode(await collect(object.body))));
  const { score, band } = outcome.priority;
  return { ...event, priority: { score, band }, tasks: outcome.tasks, result: outcome.result };
};

/** One subscriber's part in a package's ends, as people see it. */
export interface CompletionStatus {
  subscriber: string;
  state: CompleteMessage["state"];
  outcome: Outcome | "pending";
  attempts?: number;
  at?: number;
  error?: { kind: string; message: string };
}
