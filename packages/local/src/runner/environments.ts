import { Environment, type EnvironmentData, type EnvironmentHost } from "./environment.ts";
import type { Invoker } from "./invocation.ts";

/**
 * Runs handlers on worker threads. An environment is made when none is free, and used again until it dies (out of
 * memory, past its time, a crash); how many there are is bounded by whoever limits the concurrency.
 */
export const environments = (data: EnvironmentData, memoryMB: number, host: EnvironmentHost): Invoker => {
  const all = new Set<Environment>();
  const free: Environment[] = [];

  const take = (): Environment => {
    for (let known = free.pop(); known; known = free.pop()) {
      if (known.alive) return known;
      all.delete(known);
    }
    const made = new Environment(data, memoryMB, host);
    all.add(made);
    return made;
  };

  return {
    async invoke(invocation) {
      const environment = take();
      try {
        return JSON.parse(await environment.run(invocation));
      } finally {
        if (environment.alive) free.push(environment);
        else all.delete(environment);
      }
    },
    async close() {
      await Promise.all([...all].map((environment) => environment.end()));
      all.clear();
    },
  };
};
