import type { Role } from "../topology.ts";
import { estimate, retrySeconds } from "./durations.ts";
import { decompose, release } from "./fan-out.ts";
import { NOTHING } from "./state.ts";
import { roleNames, TICK, VISIBLE, type World } from "./world.ts";

export interface Work {
  seconds: number;
  /** The longest that a throttled write is held up: writes of one invocation wait side by side. */
  held: number;
}

/** Adds what a message keeps its function or worker for, drawn and metered when it starts. */
export const addWork = (work: Work, world: World, message: number, heavy: boolean): void => {
  const { messages, options, meter, table, packages, units, now, spread } = world;
  const { workload } = options;
  const subject = messages.columns.subject[message]!;
  const role = roleNames[messages.columns.queue[message]!]!;
  if (role === "intake") {
    const before = packages.columns.firstUnit[subject];
    const made = before === NOTHING ? decompose(world, subject) : packages.columns.open[subject]!;
    const { seconds, bytesPerSecond, secondsPerObject } = workload.intake;
    const writes = meter.intake(packages.columns.components[subject]!, made);
    work.held = Math.max(work.held, table.write(now, writes, world.specs.intake.timeout));
    work.seconds += seconds + packages.columns.bytes[subject]! / bytesPerSecond + made * secondsPerObject;
    return;
  }
  if (role === "aggregate") {
    const components = packages.columns.components[subject]!;
    meter.aggregated(components);
    work.seconds += workload.aggregate.seconds + components * workload.aggregate.secondsPerComponent;
    return;
  }
  const members = units.columns.members[subject]!;
  const owner = units.columns.package[subject]!;
  const settling = (members - 1) * workload.secondsPerFurtherMember;
  if (role === "classify") {
    work.held = Math.max(work.held, throttled(world, role, owner, meter.classified(members), 0));
    work.seconds += workload.classifySeconds + settling;
    return;
  }
  const pass = workload.passes[messages.columns.task[message]!]!;
  const cpu = spread(estimate(pass, units.columns.bytes[subject]!).seconds);
  const tasks = units.columns.tasks[subject]!;
  const writes = meter.task(members, tasks, heavy, cpu);
  work.held = Math.max(work.held, throttled(world, role, owner, writes, members / tasks));
  work.seconds += workload.ioSeconds + settling + cpu;
};

/** Seconds that the table and the package's partitions hold a write up. The SDK's adaptive retries wait within the function. */
const throttled = (world: World, role: Role, owner: number, writes: number, climbs: number): number => {
  const { table, packages, now, specs } = world;
  const { timeout } = specs[role];
  const { paidAt } = packages.columns;
  const partition = table.partition(now, paidAt[owner]!, writes - climbs, climbs, timeout);
  paidAt[owner] = partition.paidAt;
  return Math.max(table.write(now, writes, timeout), partition.delay);
};

/** A message's work has ended: what follows from it, or its next delivery, or its dead letter. */
export const conclude = (world: World, message: number, killed: boolean): void => {
  const { messages, options, specs, chance } = world;
  const { queue, attempt } = messages.columns;
  const role = roleNames[queue[message]!]!;
  const isTask = role !== "intake" && role !== "classify" && role !== "aggregate";
  const failed = killed || (isTask && chance.uniform() < options.workload.failureRate);
  if (failed && attempt[message]! < specs[role].maxReceives) {
    const { visibility, timeout } = specs[role];
    // What was killed could not shorten its visibility.
    const wait = killed ? Math.max(0, visibility - timeout) : retrySeconds(attempt[message]!);
    world.retryWaits[killed ? "timedOut" : "failed"][queue[message]!]! += wait;
    attempt[message]! += 1;
    world.schedule(world.now + wait, VISIBLE, message);
    return;
  }
  if (failed) world.deadLetters += 1;
  const subject = messages.columns.subject[message]!;
  const task = messages.columns.task[message]!;
  messages.release(message);
  if (role === "intake") fanOut(world, subject, failed);
  else if (role === "classify") settle(world, subject, 0, failed);
  else if (role === "aggregate") world.finish(subject);
  else settle(world, subject, 1 << task, failed);
};

/** Every unit to classification; a package that intake gave up on is rejected, and done. */
const fanOut = (world: World, id: number, rejected: boolean): void => {
  const { packages, units, delay, meter } = world;
  let unit = packages.columns.firstUnit[id]!;
  const count = packages.columns.open[id]!;
  if (rejected) {
    while (unit !== NOTHING) {
      const next = units.columns.next[unit]!;
      units.release(unit);
      unit = next;
    }
    world.finish(id);
    return;
  }
  if (count === 0) complete(world, id);
  else meter.sent(count);
  while (unit !== NOTHING) {
    const next = units.columns.next[unit]!;
    world.send("classify", unit, 0, delay.hop());
    unit = next;
  }
};

/** Settles a task of a unit (none, `bit` 0, after classification), and what follows. */
const settle = (world: World, unit: number, bit: number, failed: boolean): void => {
  const { pending, unsent, failed: failures, package: owner } = world.units.columns;
  pending[unit] = pending[unit]! & ~bit;
  if (failed) failures[unit] = failures[unit]! | bit;
  if (failed && bit === 0) {
    // Classification itself ended as a dead letter: the unit fails whole.
    pending[unit] = 0;
    unsent[unit] = 0;
  }
  const ended = unsent[unit] === 0 ? pending[unit] === 0 : release(world, unit, world.delay.hop());
  if (!ended) return;
  const id = owner[unit]!;
  world.units.release(unit);
  const { open } = world.packages.columns;
  open[id]! -= 1;
  if (open[id] === 0) complete(world, id);
};

const complete = (world: World, id: number): void => {
  world.meter.sent(1);
  world.send("aggregate", id, 0, world.delay.hop());
};

/** Asks a queue again later, unless it will be asked by then. */
export const tickLater = (world: World, role: number, seconds: number, ticks: Float64Array): void => {
  const at = world.now + seconds;
  if (ticks[role]! > world.now && ticks[role]! <= at) return;
  ticks[role] = at;
  world.schedule(at, TICK, role);
};
