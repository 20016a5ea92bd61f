import { checkOptions } from "./options.ts";

/** A budget of the outside world, shared by all passes that name it, over the whole fleet. */
export interface Limit {
  /** Tasks that may start in a minute: a token bucket of this size. */
  readonly perMinute?: number;
  /** Tasks that may run at the same time. */
  readonly concurrent?: number;
}

/** @throws TypeError that names the limit and the option. */
export const checkedLimits = (
  place: string,
  limits: Readonly<Record<string, Limit>>,
): Readonly<Record<string, Limit>> => {
  for (const [name, limit] of Object.entries(limits)) {
    checkOptions(`${place}.${name}`, limit, ["perMinute", "concurrent"]);
    for (const [option, value] of Object.entries(limit))
      if (typeof value !== "number" || !(value > 0))
        throw new TypeError(`${place}.${name}.${option} is ${String(value)}; it must be above 0`);
    if (limit.perMinute === undefined && limit.concurrent === undefined)
      throw new TypeError(`${place}.${name} limits nothing; give perMinute or concurrent`);
  }
  return limits;
};
