import type { Cloud } from "../src/ports/cloud.ts";

/** One call of a port. */
export interface Call {
  port: "objects" | "queues" | "tally" | "packages" | "fleet";
  name: string;
  args: readonly unknown[];
}

/** A cloud whose every call of a port that answers with a promise goes through `around`; `next` makes the call. */
export const watched = <C extends Cloud>(
  cloud: C,
  around: (call: Call, next: () => Promise<unknown>) => Promise<unknown>,
): C => {
  const watch = <T extends object>(port: Call["port"], inner: T): T =>
    new Proxy(inner, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const call = { port, name: String(name), args };
          // Lists come as streams; they are not a call that can be lost.
          if (port === "tally" && ["level", "components", "groups"].includes(call.name))
            return value.apply(target, args);
          return around(call, async () => value.apply(target, args));
        };
      },
    });
  return {
    ...cloud,
    objects: watch("objects", cloud.objects),
    queues: watch("queues", cloud.queues),
    tally: watch("tally", cloud.tally),
    packages: watch("packages", cloud.packages),
    fleet: watch("fleet", cloud.fleet),
  };
};
