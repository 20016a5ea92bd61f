import { BUSY_WORKERS, LAUNCH, MAX_WORKERS, NONE, WORKER_START } from "../stations/reason.ts";
import { addWork, conclude } from "./steps.ts";
import { DISPATCH, HEAVY_DONE, roleId, SWEEP, WORKER_IDLE, WORKER_STARTED, type World } from "./world.ts";

const waiting = ({ heavy }: World): number => heavy.urgent.length + heavy.standard.length;

/** A message on a heavy queue, and the capacity request that follows it. */
export const heavyArrived = (world: World, message: number): void => {
  const urgent = world.messages.columns.queue[message] === roleId.heavyUrgent;
  (urgent ? world.heavy.urgent : world.heavy.standard).push(world.now, message);
  drainHeavy(world);
  if (world.capacityRequested) return;
  world.capacityRequested = true;
  world.meter.sent(1);
  world.schedule(world.now + world.delay.hop() + world.specs.dispatch.window, DISPATCH, 0);
};

/** Free slots take messages; slots look at the lanes in turn, so that neither starves the other. */
export const drainHeavy = (world: World): void => {
  const { fleet, heavy, now } = world;
  while (fleet.hasFreeSlot && waiting(world) > 0) {
    const urgentFirst = world.chance.uniform() < 0.5;
    const lane =
      heavy.standard.length === 0 || (urgentFirst && heavy.urgent.length > 0) ? heavy.urgent : heavy.standard;
    const message = lane.shift(now);
    const worker = fleet.occupy();
    world.meter.heavyReceived();
    const { timeout } = world.specs.heavyStandard;
    const work = { seconds: 0, held: 0 };
    addWork(work, world, message, true);
    const seconds = work.seconds + work.held;
    const { worker: by, seconds: took, killed } = world.messages.columns;
    by[message] = worker;
    took[message] = Math.min(seconds, timeout);
    killed[message] = seconds > timeout ? 1 : 0;
    world.runningHeavy += 1;
    world.schedule(now + took[message]!, HEAVY_DONE, message);
  }
  const reason = whyWaiting(world);
  heavy.urgent.block(now, reason);
  heavy.standard.block(now, reason);
};

const whyWaiting = (world: World): number => {
  const { fleet, now } = world;
  if (waiting(world) === 0) return NONE;
  if (fleet.launchingUntil > now) return LAUNCH;
  if (fleet.isStarting || fleet.size === 0) return WORKER_START;
  return fleet.isFull ? MAX_WORKERS : BUSY_WORKERS;
};

export const heavyEnded = (world: World, message: number): void => {
  const { worker, seconds, killed } = world.messages.columns;
  const id = worker[message]!;
  world.runningHeavy -= 1;
  const idle = world.fleet.vacate(world.now, id, seconds[message]!);
  conclude(world, message, killed[message] === 1);
  drainHeavy(world);
  if (idle) watchIdle(world, id);
};

export const workerStarted = (world: World, id: number): void => {
  world.fleet.started(world.now, id);
  drainHeavy(world);
  watchIdle(world, id);
};

const watchIdle = (world: World, id: number): void =>
  world.schedule(world.now + world.options.topology.fleet.idleSeconds, WORKER_IDLE, id);

/** Launches the shortfall. */
export const dispatch = (world: World, asked: boolean): void => {
  world.capacityRequested = false;
  const { dispatch: spec } = world.specs;
  if (asked) world.meter.invoked(0.2, 0, spec.memoryMB);
  launch(world, world.fleet.shortfall(waiting(world) + world.runningHeavy, 0), false);
  drainHeavy(world);
};

const launch = (world: World, count: number, warm: boolean): void => {
  for (let n = 0; n < count; n += 1) {
    const { id, delay } = world.fleet.launch(world.now, warm);
    world.schedule(world.now + delay + world.delay.workerStart(), WORKER_STARTED, id);
  }
};

/** Every few minutes: a backlog whose capacity request launched too few is looked at again. */
export const sweep = (world: World, more: boolean): void => {
  if (waiting(world) > 0) dispatch(world, false);
  const every = world.options.topology.schedules.sweep.everyMinutes * 60;
  if (more || world.openPackages > 0 || world.now + every < world.options.seconds)
    world.schedule(world.now + every, SWEEP, 0);
};

/** The schedule opens or closes the warm pool. */
export const setOpen = (world: World, open: boolean): void => {
  if (open) launch(world, world.options.topology.schedules.warmPool.workers, true);
  else for (const id of world.fleet.cool(world.now)) watchIdle(world, id);
};
