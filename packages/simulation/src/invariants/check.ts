import { collect as collectBytes, DeadLetter, isTerminalState, keys, type PackageRow } from "@torrent/core/unstable";
import type { Expectation } from "../subject.ts";
import type { World } from "../world/world.ts";
import type { Say, Violation } from "./audit.ts";
import { checkLate } from "./late.ts";
import { checkOutcome, reportedIn } from "./outcomes.ts";
import { checkSubscribers, checkToldAgain } from "./subscribers.ts";
import { checkTree, nodesOf } from "./trees.ts";

const sayInto =
  (found: Violation[]): Say =>
  (invariant, what) =>
    void found.push({ invariant, what });

/** All that a finished run shows against the invariants; what was seen on the way included. */
export const violationsOf = async (world: World, finished: boolean): Promise<Violation[]> => {
  const found: Violation[] = [...world.audit.violations];
  const say = sayInto(found);
  if (!finished) say("I1", `nothing ended within the limit; ${world.cloud.queues.pending()} messages are left`);
  const mended = world.swept.filter((swept) => swept.mended.length + swept.expired.length + swept.unclaimed.length > 0);
  const hurried = world.deliveries.some(({ metadata }) => metadata?.["deadline-hours"] !== undefined);
  if (world.faults.struck.length === 0 && mended.length > 0 && !hurried)
    say("I1", "the sweep had to mend a run in which nothing failed");
  const rows = new Map((await world.rows()).map((row) => [row.key, row]));
  for (const delivery of world.deliveries) {
    const row = rows.get(keys.inbox(delivery.name));
    if (!row) say("I1", `${delivery.name} was delivered and is not known`);
    else if (!isTerminalState(row.state)) say("I1", `${delivery.name} is still ${row.state}`);
    else if (row.state === "rejected" && row.error === undefined)
      say("I1", `${delivery.name} was rejected without a reason`);
    else if (row.state !== "rejected") await checkPackage(world, world.subject.expect(delivery), row, say);
    if (!row) continue;
    await checkLate(world, row, say);
    await checkSubscribers(world, row, say);
  }
  await checkPoison(world, say);
  return found;
};

/** What no consumer can use is kept with its body, unless a stub deleted it unseen. */
const checkPoison = async (world: World, say: Say): Promise<void> => {
  if (world.faults.poison.length === 0 || world.faults.struck.some(({ kind }) => kind === "swallow")) return;
  const kept = new Set((await deadLetters(world)).map(({ queue, body }) => `${queue} ${body}`));
  for (const { queue, body } of world.faults.poison)
    if (!kept.has(`${queue} ${body}`)) say("I6", `${JSON.stringify(body.slice(0, 40))} on ${queue} was not kept`);
};

const deadLetters = async ({ cloud }: World): Promise<DeadLetter[]> => {
  const { objects } = await cloud.objects.list(keys.deadLetters);
  const letters: DeadLetter[] = [];
  for (const { key } of objects) {
    const object = await cloud.objects.get(key);
    if (object) letters.push(DeadLetter.parse(JSON.parse(new TextDecoder().decode(await collectBytes(object.body)))));
  }
  return letters;
};

const checkPackage = async (
  world: World,
  expectation: Expectation | undefined,
  row: PackageRow,
  say: Say,
): Promise<void> => {
  if (row.state !== "cancelled") {
    const components = expectation?.components ?? row.components ?? 0;
    if (expectation?.rejected) say("I6", `${row.name} must be rejected and is ${row.state}`);
    if (row.components !== components) say("I2", `${row.name} has ${row.components} components of ${components}`);
    for (let round = 1; round <= row.round; round++)
      await checkTree(world, row, round, await slotsOf(world, row, round, components), say);
    if (row.revision !== row.round && row.error === undefined)
      say("I1", `${row.name} is ${row.state} in round ${row.round} without an outcome or a reason`);
  }
  if (row.revision !== undefined) await checkOutcome(world, expectation, row, say);
};

/** Slots of a round: what intake found, what the row says of the current one, what was written of those between. */
const slotsOf = async (world: World, row: PackageRow, round: number, components: number): Promise<number> => {
  if (round === row.round) return row.slots ?? 0;
  if (round === 1) return components;
  return (await nodesOf(world, row, round)).filter(({ key }) => key.tree === "").length;
};

/** After a redrive in which nothing fails, every result is there that can be. */
export const unhealed = async (world: World, finished: boolean): Promise<Violation[]> => {
  const found = await violationsOf(world, finished);
  const say = sayInto(found);
  for (const row of await world.rows()) {
    await checkToldAgain(world, row, say);
    const delivery = world.deliveries.find(({ name }) => keys.inbox(name) === row.key);
    // What was rejected or cancelled before it was taken apart is delivered again, not redriven.
    if (!delivery || row.components === undefined) continue;
    const reported = reportedIn(world, row, row.revision ?? 0);
    const missing = [...(world.subject.expect(delivery)?.outputs.keys() ?? [])].filter((name) => !reported.has(name));
    if (missing.length > 0)
      say("I4", `${row.name} is ${row.state}; redriven, it still misses ${missing.slice(0, 5).join(", ")}`);
  }
  return found;
};
