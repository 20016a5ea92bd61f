import { completions } from "@torrent/core/operations";
import { completionKey, type PackageRow, type TallyNode } from "@torrent/core/unstable";
import type { World } from "../world/world.ts";
import type { Audit, Say } from "./audit.ts";
import { workOf } from "./messages.ts";

type Change = Audit["changes"][number];

/** Whoever waits for a change is told of it: one recorded outcome, at least one delivery, always the same key. */
export const checkSubscribers = async (world: World, row: PackageRow, say: Say): Promise<void> => {
  if (row.announcing) say("I1", `${row.name} has ended and not announced that`);
  for (const change of world.audit.changes)
    if (change.packageId === row.id)
      for (const subscriber of world.choreography.onComplete)
        if (subscriber.when.includes(change.state)) await checkDelivery(world, row, change, subscriber.name, say);
};

const checkDelivery = async (world: World, row: PackageRow, change: Change, name: string, say: Say): Promise<void> => {
  const { round, state } = change;
  const at = `${row.name} round ${round}: ${name}, who waits for "${state}",`;
  const announcement = { ...change, generation: 0 };
  const node = await world.cloud.tally.read(completionKey(announcement));
  const child = node?.plan?.tasks.findIndex(({ pass }) => pass === name) ?? -1;
  if (!node || child < 0) return say("I1", `${at} was not written down`);
  const receipt = node.receipts.get(child);
  if (!receipt) {
    if (!isLost(world, node, child)) say("I1", `${at} was never told`);
    return;
  }
  const told = world.audit.told.filter(
    ({ subscriber, event }) =>
      subscriber === name && event.package.id === row.id && event.round === round && event.state === state,
  );
  const key = `${row.id}/${round}/${name}${state === "open" ? "/open" : ""}`;
  for (const { event } of told) if (event.key !== key) say("I3", `${at} was told with the key ${event.key}`);
  const took = told.some(({ ok }) => ok);
  if (receipt.outcome === "succeeded" && !took) say("I5", `${at} is recorded as told, and was not`);
  if (receipt.outcome === "failed" && took && world.faults.struck.length === 0)
    say("I2", `${at} took it, and is recorded as failed`);
};

/** A stub deleted its message unseen, or it was damaged on the way. */
const isLost = ({ faults }: World, node: TallyNode, child: number): boolean => {
  const { packageId, round } = node.key;
  const work = `complete ${packageId} r${round} /0/0 ${child}`;
  return faults.lost.some((body) => workOf(body) === work);
};

/** Told again with nothing failing, only those still fail whose own code refuses. */
export const checkToldAgain = async (world: World, row: PackageRow, say: Say): Promise<void> => {
  for (const { subscriber, state, outcome, error } of await completions({ cloud: world.cloud }, row)) {
    if (outcome !== "failed" || state !== row.state) continue;
    const last = world.audit.told.findLast(
      ({ subscriber: name, event }) => name === subscriber && event.package.id === row.id && event.state === state,
    );
    if (last?.ok) say("I2", `${row.name}: ${subscriber} took it when told again, and is recorded as failed`);
    if (!row.completionGeneration) say("I1", `${row.name}: ${subscriber} failed and was not told again`);
    if (!error) say("I6", `${row.name}: ${subscriber} failed without a reason`);
  }
};
