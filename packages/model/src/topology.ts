/** One queue as the model reads it. The deployment's own topology satisfies this; times are in seconds. */
export interface ModelQueue {
  timeout: number;
  memoryMB: number;
  batchSize: number;
  window: number;
  visibility: number;
  maxReceives: number;
  maxConcurrency: number;
}

/** What the model needs of a topology; anything else in it is ignored. */
export interface ModelTopology {
  queues: { readonly [name: string]: ModelQueue };
  fleet: {
    maxWorkers: number;
    tasksPerWorker: number;
    idleSeconds: number;
    /** 1,024 to a vCPU; a worker runs one task per vCPU. */
    cpu: number;
    memoryMB: number;
  };
  schedules: {
    sweep: { everyMinutes: number };
    warmPool: WarmPool;
  };
}

/** Workers that are kept while the business is open. Days as in JavaScript: 0 is Sunday. */
export interface WarmPool {
  workers: number;
  days: readonly number[];
  from: string;
  to: string;
  timeZone: string;
}

/** What a queue is for. This is the one place that knows the pipeline's queue names. */
export const roles = {
  intake: "intake",
  classify: "classify",
  lightUrgent: "light-urgent",
  lightStandard: "light-standard",
  heavyUrgent: "heavy-urgent",
  heavyStandard: "heavy-standard",
  aggregate: "aggregate",
  dispatch: "dispatch",
} as const;
export type Role = keyof typeof roles;

/** The roles whose queues invoke a function. Both light lanes invoke the same one. */
export const functionRoles = ["intake", "classify", "lightUrgent", "lightStandard", "aggregate"] as const;
export type FunctionRole = (typeof functionRoles)[number];
export const functionOf: Record<FunctionRole, string> = {
  intake: "intake",
  classify: "classify",
  lightUrgent: "analyze",
  lightStandard: "analyze",
  aggregate: "aggregate",
};

/** The queues by role; throws where one is missing or a figure cannot be right, with the name to mend. */
export const queuesByRole = (topology: ModelTopology): Record<Role, ModelQueue> => {
  const entries = (Object.keys(roles) as Role[]).map((role) => {
    const name = roles[role];
    const queue = topology.queues[name];
    if (!queue)
      throw new TypeError(`The topology has no queue "${name}"; it has ${Object.keys(topology.queues).join(", ")}`);
    for (const field of ["timeout", "memoryMB", "batchSize", "maxReceives", "maxConcurrency"] as const)
      if (!(queue[field] >= 1)) throw new RangeError(`queues.${name}.${field} is at least 1, not ${queue[field]}`);
    return [role, queue] as const;
  });
  return Object.fromEntries(entries) as Record<Role, ModelQueue>;
};

/** Memory of the function that runs light tasks. */
export const lightGB = (topology: ModelTopology): number => queuesByRole(topology).lightStandard.memoryMB / 1024;

/** A copy with some queues and the fleet changed: what a deployment would set to raise a limit. */
export const withTopology = (
  topology: ModelTopology,
  change: {
    queues?: { readonly [name: string]: Partial<ModelQueue> };
    fleet?: Partial<ModelTopology["fleet"]>;
    warmPool?: Partial<WarmPool>;
  },
): ModelTopology => {
  const queues = { ...topology.queues };
  for (const [name, part] of Object.entries(change.queues ?? {})) {
    const before = queues[name];
    if (!before) throw new TypeError(`There is no queue "${name}" to change`);
    queues[name] = { ...before, ...part };
  }
  return {
    queues,
    fleet: { ...topology.fleet, ...change.fleet },
    schedules: { ...topology.schedules, warmPool: { ...topology.schedules.warmPool, ...change.warmPool } },
  };
};
