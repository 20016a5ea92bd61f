import type { Arrival } from "../arrivals/arrival.ts";
import { businessHours } from "../stations/business-hours.ts";
import { ACCOUNT } from "../stations/reason.ts";
import { functionRoles } from "../topology.ts";
import { dispatch, drainHeavy, heavyArrived, heavyEnded, setOpen, sweep, workerStarted } from "./heavy.ts";
import { complete, type SimulationOptions } from "./options.ts";
import { functionQueueResult, heavyQueueResult, type SimulationResult } from "./result.ts";
import { NOTHING } from "./state.ts";
import { addWork, conclude, tickLater } from "./steps.ts";
import * as kind from "./world.ts";
import { roleId, roleNames, World } from "./world.ts";

/** Seconds after the end within which the backlog must be gone: one that takes longer will never be. */
const PATIENCE = 366 * 86_400;

/** Runs a scenario to its last report. The same options give the same result, to the last digit. */
export const simulate = (given: SimulationOptions): SimulationResult => {
  const options = complete(given);
  const world = new World(options);
  const ticks = new Float64Array(roleNames.length);
  const arrivals = options.arrivals[Symbol.iterator]();
  let next = arrivals.next();
  const { topology, startsAt, seconds } = options;
  const hours =
    topology.schedules.warmPool.workers > 0 ? businessHours(topology.schedules.warmPool, startsAt, seconds) : [];
  hours.forEach(({ at }, index) => {
    world.schedule(at, kind.HOURS, index);
  });
  world.schedule(topology.schedules.sweep.everyMinutes * 60, kind.SWEEP, 0);
  if (!next.done) world.schedule(next.value.at, kind.ARRIVAL, 0);

  while (world.heap.size > 0) {
    const at = world.heap.nextTime;
    // What is left after the horizon and the last report are idle workers and clocks.
    if (at > seconds && world.openPackages === 0 && next.done) break;
    if (at > seconds + PATIENCE)
      throw new RangeError(
        `${world.openPackages} packages are unfinished a year after the end of the simulated time; a limit of the topology is too low`,
      );
    world.now = at;
    const event = world.heap.pop();
    const id = event >> 4;
    world.events += 1;
    switch (event & 15) {
      case kind.ARRIVAL: {
        const arrival: Arrival = (next as IteratorYieldResult<Arrival>).value;
        world.arrive(arrival);
        next = arrivals.next();
        if (!next.done) world.schedule(Math.max(next.value.at, at), kind.ARRIVAL, 0);
        break;
      }
      case kind.VISIBLE:
        visible(world, id, ticks);
        break;
      case kind.INVOKED:
        invoked(world, id, ticks);
        break;
      case kind.TICK:
        drain(world, id, ticks);
        break;
      case kind.WORKER_STARTED:
        workerStarted(world, id);
        break;
      case kind.WORKER_IDLE:
        world.fleet.leaveIfIdle(at, id);
        break;
      case kind.HEAVY_DONE:
        heavyEnded(world, id);
        break;
      case kind.DISPATCH:
        dispatch(world, true);
        break;
      case kind.SWEEP:
        sweep(world, !next.done);
        break;
      default:
        setOpen(world, hours[id]!.open);
    }
  }
  return resultOf(world, Math.max(world.now, 1e-9));
};

const visible = (world: World, message: number, ticks: Float64Array): void => {
  const { queue, at } = world.messages.columns;
  at[message] = world.now;
  const role = queue[message]!;
  const functionQueue = world.functionQueues[role];
  if (!functionQueue) heavyArrived(world, message);
  else {
    functionQueue.backlog.push(world.now, message);
    drain(world, role, ticks);
  }
};

/** Starts invocations while the queue's limits allow. */
const drain = (world: World, role: number, ticks: Float64Array): void => {
  const queue = world.functionQueues[role]!;
  const { backlog, spec } = queue;
  for (;;) {
    const oldest = backlog.peek();
    const wait = queue.ready(world.now, oldest === undefined ? 0 : world.messages.columns.at[oldest]!);
    if (wait === Number.POSITIVE_INFINITY) return;
    if (wait > 0) {
      tickLater(world, role, wait, ticks);
      return;
    }
    const cold = queue.start(world.now) ? world.delay.coldStart() : 0;
    let head = NOTHING;
    const work = { seconds: 0, held: 0 };
    for (let taken = 0; taken < spec.batchSize && backlog.length > 0; taken += 1) {
      const message = backlog.shift(world.now);
      addWork(work, world, message, false);
      world.messages.columns.next[message] = head;
      head = message;
    }
    const needed = work.seconds + work.held;
    const killed = needed > spec.timeout;
    const seconds = Math.min(needed, spec.timeout);
    world.messages.columns.killed[head] = killed ? 1 : 0;
    world.meter.invoked(seconds, cold, spec.memoryMB);
    world.schedule(world.now + cold + seconds, kind.INVOKED, head);
  }
};

const invoked = (world: World, head: number, ticks: Float64Array): void => {
  const { queue, next, killed } = world.messages.columns;
  const role = queue[head]!;
  const wasKilled = killed[head] === 1;
  world.functionQueues[role]!.end(world.now);
  for (let message = head; message !== NOTHING; ) {
    const following = next[message]!;
    conclude(world, message, wasKilled);
    message = following;
  }
  drain(world, role, ticks);
  for (let other = 0; other < world.functionQueues.length; other += 1)
    if (other !== role && world.functionQueues[other]?.backlog.reason === ACCOUNT) drain(world, other, ticks);
};

const resultOf = (world: World, lasted: number): SimulationResult => {
  const { fleet, table, options, sketches, heavy } = world;
  drainHeavy(world);
  fleet.close(lasted);
  const { usage } = world.meter;
  usage.workerSeconds = fleet.paidSeconds;
  return {
    lastedSeconds: lasted,
    seconds: options.seconds,
    events: world.events,
    completed: world.completed,
    deadLetters: world.deadLetters,
    ...sketches,
    packageSeconds: world.packageSeconds,
    mostOpenPackages: world.mostOpen,
    queues: [
      ...functionRoles.map((role) => functionQueueResult(world, role, lasted)),
      heavyQueueResult(world, "heavyUrgent", heavy.urgent),
      heavyQueueResult(world, "heavyStandard", heavy.standard),
    ],
    functions: [...world.environments].map(([name, { most, coldStarts }]) => ({
      name,
      invocations: functionRoles
        .filter((role) => world.functionQueues[roleId[role]]!.environments === world.environments.get(name))
        .reduce((sum, role) => sum + world.functionQueues[roleId[role]]!.invocations, 0),
      coldStarts,
      mostConcurrency: most,
    })),
    fleet: {
      launches: fleet.launches,
      mostWorkers: fleet.mostWorkers,
      paidSeconds: fleet.paidSeconds,
      busySlotSeconds: fleet.busySlotSeconds,
      slots: fleet.slots,
    },
    table: {
      units: table.units,
      writes: table.writes,
      mostPerSecond: table.mostPerSecond,
      tableDelay: table.tableDelay,
      partitionDelay: table.partitionDelay,
    },
    usage,
    demand: world.demand,
  };
};
