import { pack } from "../arrivals/pack.ts";
import { estimate, isHeavy } from "./durations.ts";
import { NOTHING } from "./state.ts";
import type { World } from "./world.ts";

/** Takes a package apart once: draws its components' sizes, packs them into units, and chains the units to it. */
export const decompose = (world: World, id: number): number => {
  const { packages, units, options, shapes, sizes } = world;
  const { components, bytes, firstUnit, arrivedAt } = packages.columns;
  const count = components[id]!;
  const known = sizes.get(id);
  const sigma = options.sizeSpread;
  const mean = count > 0 ? bytes[id]! / count : 0;
  const scale = mean / Math.exp((sigma * sigma) / 2);
  const sizeOf = (index: number): number => {
    if (known) return known[index] ?? 0;
    return count === 1 ? mean : scale * Math.exp(sigma * shapes.normal());
  };
  let first = NOTHING;
  const { intake, aggregate } = options.workload;
  demand(world, arrivedAt[id]!, bytes[id]! / intake.bytesPerSecond + count * aggregate.secondsPerComponent);
  const made = pack(count, sizeOf, options.workload.bundle, (members, size) => {
    const unit = units.take();
    const columns = units.columns;
    columns.package[unit] = id;
    columns.members[unit] = members;
    columns.bytes[unit] = size;
    columns.next[unit] = first;
    columns.failed[unit] = 0;
    demand(world, arrivedAt[id]!, planUnit(world, unit, size));
    first = unit;
  });
  firstUnit[id] = first;
  packages.columns.open[id] = made;
  return made;
};

/** Work that keeps one processor from a time on, as it would if a processor were free: what a fleet of servers is sized by. */
const demand = ({ demand: minutes }: World, from: number, cpu: number): void => {
  let minute = Math.floor(from / 60);
  let room = (minute + 1) * 60 - from;
  for (let left = cpu; left > 0; minute += 1) {
    const done = minute >= minutes.length - 1 ? left : Math.min(left, room);
    minutes[Math.min(minute, minutes.length - 1)]! += done;
    left -= done;
    room = 60;
  }
};

/** Decides the unit's passes; returns the processor seconds that they are expected to take. */
const planUnit = ({ units, options, plans }: World, unit: number, bytes: number): number => {
  let mask = 0;
  let tasks = 0;
  let cpu = 0;
  options.workload.passes.forEach((pass, at) => {
    if (pass.share < 1 && plans.uniform() >= pass.share) return;
    mask |= 1 << at;
    tasks += 1;
    cpu += estimate(pass, bytes).seconds;
  });
  units.columns.pending[unit] = mask;
  units.columns.unsent[unit] = mask;
  units.columns.tasks[unit] = tasks;
  return cpu;
};

/** Sends the tasks that wait for nothing any more; skips those after a failed one. Returns whether the unit has ended. */
export const release = (world: World, unit: number, delay: number): boolean => {
  const { units, options, packages, meter } = world;
  const { passes } = options.workload;
  const { pending, unsent, failed, bytes, package: owner } = units.columns;
  const urgent = packages.columns.urgent[owner[unit]!] === 1;
  let sent = 0;
  for (let at = 0; at < passes.length; at += 1) {
    const bit = 1 << at;
    if ((unsent[unit]! & bit) === 0) continue;
    const { after } = passes[at]!;
    if (after.some((before) => (pending[unit]! & (1 << before)) !== 0)) continue;
    unsent[unit] = unsent[unit]! & ~bit;
    if (after.some((before) => (failed[unit]! & (1 << before)) !== 0)) {
      pending[unit] = pending[unit]! & ~bit;
      failed[unit] = failed[unit]! | bit;
      continue;
    }
    const heavy = isHeavy(passes[at]!, bytes[unit]!, options.workload);
    const role = heavy ? (urgent ? "heavyUrgent" : "heavyStandard") : urgent ? "lightUrgent" : "lightStandard";
    world.send(role, unit, at, delay);
    sent += 1;
  }
  if (sent > 0) meter.sent(sent);
  return pending[unit] === 0;
};
