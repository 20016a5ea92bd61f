import { Environment, type EnvironmentData, type EnvironmentHost } from "./environment.ts";
import type { Invoker } from "./invocation.ts";

interface Free {
  environment: Environment;
  retirement: NodeJS.Timeout;
}

/**
 * Runs handlers on worker threads. An environment is made when none is free, and used again until it dies (out of
 * memory, past its time, a crash) or nobody has used it for `idleSeconds`: its memory is the machine's again. How many there
 * are is bounded by the concurrency limit.
 */
export const environments = (
  data: EnvironmentData,
  { memoryMB, idleSeconds }: { memoryMB: number; idleSeconds: number },
  host: EnvironmentHost,
): Invoker => {
  const all = new Set<Environment>();
  // The one that was used last is taken first, so that those that are too many grow old.
  const free: Free[] = [];

  const take = (): Environment => {
    for (let known = free.pop(); known; known = free.pop()) {
      clearTimeout(known.retirement);
      if (known.environment.alive) return known.environment;
      all.delete(known.environment);
    }
    const made = new Environment(data, memoryMB, host);
    all.add(made);
    return made;
  };

  const give = (environment: Environment): void => {
    const retire = async (): Promise<void> => {
      free.splice(free.indexOf(known), 1);
      await environment.end();
      all.delete(environment);
    };
    const known = { environment, retirement: setTimeout(retire, idleSeconds * 1000).unref() };
    free.push(known);
  };

  return {
    async invoke(invocation) {
      const environment = take();
      try {
        return JSON.parse(await environment.run(invocation));
      } finally {
        if (environment.alive) give(environment);
        else all.delete(environment);
      }
    },
    async close() {
      for (const { retirement } of free) clearTimeout(retirement);
      await Promise.all([...all].map((environment) => environment.end()));
      all.clear();
    },
  };
};
