import { heavyQueues, type QueueName, queueNames, defaultTopology as topology } from "@torrent/core/unstable";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluateAll, evaluated, type Graph, queuesByName } from "./graph.ts";
import { type Access, refused, unused } from "./iam.ts";
import { unpack } from "./platform.ts";
import { type RecordedRun, recordedRun } from "./recorded-run.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);

const stages = ["intake", "classify", "analyze", "worker", "aggregate", "dispatch", "complete", "bury", "sweep", "api"];

/** Allowed without a recorded call, each for a reason. */
interface Exception {
  reason: string;
  to: readonly string[];
  holds(access: Access, queue: string | undefined): boolean;
}

const takers = stages.filter((stage) => !["worker", "sweep", "bury", "api"].includes(stage));
const sent: readonly string[] = ["light-urgent", "light-standard", ...heavyQueues, "dispatch"];

const exceptions: Exception[] = [
  {
    reason:
      "the event source mapping takes and deletes messages with the function's role; a failed record is given back",
    to: takers,
    holds: ({ action }, queue) =>
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"].includes(
        action,
      ) && queue !== undefined,
  },
  {
    reason: "Lambda writes logs and traces with the function's role, and not through a client of ours",
    to: stages,
    holds: ({ action }) => action.startsWith("logs:") || action.startsWith("xray:"),
  },
  {
    reason: "without it a missing object is 403 instead of 404",
    to: stages,
    holds: ({ action }) => action === "s3:ListBucket",
  },
  {
    reason: "a component's route and lane decide which of the task queues, and whether a worker is asked for",
    to: ["intake", "classify", "analyze", "worker", "bury", "sweep"],
    holds: ({ action }, queue) => action === "sqs:SendMessage" && sent.includes(queue ?? ""),
  },
  {
    reason: "a package's score decides in which lane a worker aggregates it",
    to: ["aggregate"],
    holds: ({ action }, queue) => action === "sqs:SendMessage" && queue === "heavy-urgent",
  },
  {
    reason:
      "whoever settles a component may find the root full: an empty plan, a redrive that reuses every result, a dead letter that is the last",
    to: ["intake", "classify", "bury"],
    holds: ({ action }, queue) => action === "sqs:SendMessage" && queue === "aggregate",
  },
  {
    reason: "a pass that hands out pieces grows the package; none of the reference passes does",
    to: ["analyze", "worker"],
    holds: ({ action }, queue) => action === "dynamodb:Query" || (action === "sqs:SendMessage" && queue === "classify"),
  },
  {
    reason: "what a reducer throws is noted; the reference reducer throws nothing",
    to: ["aggregate"],
    holds: ({ action, resource }) =>
      ["s3:GetObject", "s3:PutObject"].includes(action) && resource.endsWith("/attempts/*"),
  },
  {
    reason: "what fails in the middle of a multipart upload is aborted",
    to: stages.filter((stage) => stage !== "dispatch"),
    holds: ({ action }) => action === "s3:AbortMultipartUpload",
  },
  {
    reason: "a repeated intake compares with what the first has written",
    to: ["intake"],
    holds: ({ action, resource }) => action === "s3:GetObject" && resource.endsWith("/components/*"),
  },
  {
    reason:
      "a redelivery reads what `once` remembers of the first, and the sweep repeats an announcement that was lost",
    to: ["complete", "sweep"],
    holds: ({ action, resource }, queue) =>
      resource.endsWith("/once/*") || (action === "sqs:SendMessage" && queue === "complete"),
  },
  {
    reason: "a dead letter that can't be buried comes again later",
    to: ["bury"],
    holds: ({ action }, queue) => action === "sqs:ChangeMessageVisibility" && (queue?.endsWith("-dlq") ?? false),
  },
  {
    reason: "both lanes are polled; messages came on one of them",
    to: ["worker"],
    holds: ({ action }, queue) => action.startsWith("sqs:") && heavyQueues.some((name) => name === queue),
  },
];

const file = "packages/functions/src/grants.ts";
const grantMutants = [
  { file, from: '"s3:GetObject": ["results/*", "summaries/*", "attempts/*"],', to: "" },
  {
    file,
    from: 'sqs: { "sqs:GetQueueAttributes": heavy }',
    to: 'sqs: { "sqs:GetQueueAttributes": heavy, "sqs:SendMessage": intake }',
  },
];

describe.skipIf(!platform.ready)("IAM", { timeout: 400_000 }, () => {
  let graph: Graph;
  let run: RecordedRun;
  let mutated: (Graph | Error)[];
  beforeAll(async () => {
    const jobs = [undefined, ...grantMutants].map((mutation) => ({
      stage: "production",
      ...(mutation && { mutation }),
    }));
    const [[first, ...others], recorded] = await Promise.all([evaluateAll(jobs), recordedRun()]);
    [graph, mutated, run] = [evaluated(first), others, recorded];
  }, 400_000);

  /** A worker performs what ANALYZE performs. */
  const callsOf = (stage: string) => {
    const own = run.calls[stage] ?? [];
    if (stage !== "worker") return own;
    return [...own, ...(run.calls.analyze ?? []).filter(({ command }) => command !== "ChangeMessageVisibility")];
  };
  const queueOf = (arn: string) => [...queuesByName(graph)].find(([, queue]) => queue.arn === arn)?.[0];

  it.for(stages)("allows %s every call that it made from package to report", (stage) => {
    expect(callsOf(stage).length).toBeGreaterThan(0);
    expect(refused(graph, stage, callsOf(stage), run)).toEqual([]);
  });

  it.for(stages)("allows %s nothing that it never used, but for the exceptions with a reason", (stage) => {
    const idle = unused(graph, stage, callsOf(stage), run).filter(
      (access) => !exceptions.some(({ to, holds }) => to.includes(stage) && holds(access, queueOf(access.resource))),
    );
    expect(idle).toEqual([]);
  });

  it("names no exception that nothing needs", () => {
    const needed = exceptions.filter(({ to, holds }) =>
      to.some((stage) =>
        unused(graph, stage, callsOf(stage), run).some((access) => holds(access, queueOf(access.resource))),
      ),
    );
    expect(exceptions.filter((one) => !needed.includes(one)).map(({ reason }) => reason)).toEqual([]);
  });

  it("lets a function take messages of its own queues only", () => {
    const own = (stage: string): QueueName[] => queueNames.filter((name) => topology.queues[name].consumer === stage);
    for (const stage of takers) {
      const taken = unused(graph, stage, [], run).filter(({ action }) => action === "sqs:ReceiveMessage");
      expect(taken.map(({ resource }) => queueOf(resource)).toSorted()).toEqual(own(stage).toSorted());
    }
  });

  it("notices where a permission is forgotten", () => {
    expect(refused(evaluated(mutated[0]), "aggregate", callsOf("aggregate"), run)).not.toEqual([]);
  });

  it("notices where a permission is too many", () => {
    const idle = unused(evaluated(mutated[1]), "dispatch", callsOf("dispatch"), run);
    expect(idle.filter(({ action }) => action === "sqs:SendMessage")).toHaveLength(1);
  });
});
