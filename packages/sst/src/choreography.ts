/** One queue as the component needs to know it; a `Topology` of `@torrent/core` holds such. Times in seconds. */
export interface QueueShape {
  /** The function that takes its messages; `worker` is pulled by the fleet. */
  consumer: string;
  timeout: number;
  memoryMB: number;
  batchSize: number;
  window: number;
  visibility: number;
  maxReceives: number;
  maxConcurrency: number;
}

/** A topology as plain data. */
export interface TopologyShape {
  queues: Readonly<Record<string, QueueShape>>;
  schedules: {
    sweep: { everyMinutes: number; timeout: number; memoryMB: number };
    warmPool: { workers: number; days: readonly number[]; from: string; to: string; timeZone: string };
  };
  fleet: { cpu: number; memoryMB: number };
  limits: { growth: number };
}

/** AWS actions that a pass needs: on every resource, or on those that are named. */
export type AwsNeed = string | { actions: readonly string[]; resources: readonly string[] };

/** A pass, or a subscriber of completions. */
export interface PartShape {
  name: string;
  needs?: { aws?: readonly AwsNeed[]; secrets?: readonly string[] };
}

/** What a choreography adds to the dashboard. */
export interface PanelShape {
  name: string;
  /** The built module that the dashboard loads. */
  dashboard?: URL | string;
}

/** What is deployed: a choreography, or as much of one as infrastructure depends on. */
export interface ChoreographyShape {
  name: string;
  topology: TopologyShape;
  passes: Iterable<PartShape> | ReadonlyMap<string, PartShape>;
  onComplete?: readonly PartShape[];
  panels?: readonly PanelShape[];
}

export const queueNamesOf = ({ queues }: TopologyShape): string[] => Object.keys(queues);
export const deadLetterQueue = (queue: string): string => `${queue}-dlq`;

/** Names of the queues that a consumer takes. */
export const queuesOf =
  ({ queues }: TopologyShape) =>
  (consumer: string): string[] =>
    Object.entries(queues).flatMap(([name, spec]) => (spec.consumer === consumer ? [name] : []));

/** Consumers that are functions, in the topology's order. */
export const functionsOf = ({ queues }: TopologyShape): string[] => [
  ...new Set(Object.values(queues).flatMap(({ consumer }) => (consumer === "worker" ? [] : [consumer]))),
];

const passesOf = ({ passes }: ChoreographyShape): PartShape[] =>
  passes instanceof Map ? [...passes.values()] : [...(passes as Iterable<PartShape>)];

/** What a function or the worker runs of the choreography: ANALYZE and the worker every pass, COMPLETE every subscriber. */
const partsOf = (choreography: ChoreographyShape, grantee: string): PartShape[] => {
  if (grantee === "analyze" || grantee === "worker") return passesOf(choreography);
  return grantee === "complete" ? [...(choreography.onComplete ?? [])] : [];
};

const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+$/;

/** The statements that those parts ask for. */
export const neededStatements = (
  choreography: ChoreographyShape,
  grantee: string,
): { actions: string[]; resources: string[] }[] =>
  partsOf(choreography, grantee).flatMap(({ name, needs }) =>
    (needs?.aws ?? []).map((need) => {
      const { actions, resources } = typeof need === "string" ? { actions: [need], resources: ["*"] } : need;
      for (const action of actions)
        if (!ACTION.test(action))
          throw new TypeError(
            `"${name}" needs the AWS action "${action}"; name one, such as "textract:AnalyzeExpense"`,
          );
      return { actions: [...actions], resources: [...resources] };
    }),
  );

/** The secrets that those parts read, as variables. */
export const neededSecrets = <Value>(
  choreography: ChoreographyShape,
  grantee: string,
  secrets: Readonly<Record<string, { value: Value }>>,
): Record<string, Value> =>
  Object.fromEntries(
    partsOf(choreography, grantee).flatMap(({ name, needs }) =>
      (needs?.secrets ?? []).map((own) => {
        const secret = secrets[own];
        if (!secret)
          throw new TypeError(
            `"${name}" needs the secret "${own}"; add it to secrets: { ${own}: new sst.Secret("…") }`,
          );
        return [`TORRENT_SECRET_${own}`, secret.value];
      }),
    ),
  );

/** Passes in a row that Lambda sees as one chain of calls: a plan is at most eight deep, and grown components begin anew. */
const MAX_CHAIN = 8;
/** Where Lambda cuts a chain of calls off. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html */
const RECURSION_LIMIT = 16;

/** Whether a healthy package can be cut by Lambda's recursion guard: each growth classifies and runs a whole chain again. */
export const exceedsRecursionGuard = ({ limits }: TopologyShape): boolean =>
  (MAX_CHAIN + 1) * (limits.growth + 1) > RECURSION_LIMIT;
