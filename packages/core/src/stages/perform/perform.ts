import { collect } from "../../bytes.ts";
import type { ComponentFacts } from "../../component.ts";
import { fromMetadata } from "../../component-metadata.ts";
import { failureOf, isTerminal, TerminalError } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { TaskMessage } from "../../messages.ts";
import type { Pass, PassContext, PassOutput } from "../../pass.ts";
import type { Lane, Plan } from "../../plan.ts";
import type { TallyNode } from "../../ports/tally-store.ts";
import { readResult, resultInput, type StoredResult, upstreamOf, writeResult } from "../../results/stored-result.ts";
import { climb, slotKey, type TaskEnd } from "../../tally/settle.ts";
import type { Pipeline } from "../pipeline.ts";
import { liftedBy } from "../settle/lane.ts";
import { conclude, follow } from "../settle/settlement.ts";
import { logFailed, noteAttempt } from "./attempts.ts";
import { isGrown, openSubtree, writeGrown } from "./growth.ts";

export interface Delivery {
  /** Receive count of the message: 1 at the first delivery. */
  attempt: number;
  /** Aborted when the time of the function or the worker is up. */
  signal: AbortSignal;
}

/**
 * Runs one task to its end: work, result, settlement, in this order; the caller acknowledges afterwards. Returns when
 * the task is settled, by this call or an earlier one. Throws for what a retry could change.
 */
export const perform = async (pipeline: Pipeline, message: TaskMessage, delivery: Delivery): Promise<void> => {
  const { cloud } = pipeline;
  const node = await cloud.tally.read(slotKey(message));
  const plan = node?.plan;
  if (!node || !plan?.tasks[message.task])
    throw new TerminalError(
      "unknown-task",
      `No plan holds task ${message.task} of ${message.packageId}/${message.component}`,
    );
  if (node.receipts.has(message.task)) {
    await follow(pipeline, [{ node, child: message.task }], await climb(cloud.tally, node));
    return;
  }
  const { end, grew } = await attempt(pipeline, message, node, plan, delivery);
  // A task that handed out components is settled by the root of their subtree.
  if (grew > 0) await openSubtree(pipeline, message, grew, { ...end.receipt, outcome: end.outcome });
  else await conclude(pipeline, message, message.task, end);
};

/** A terminal error is an outcome; any other is noted, so that BURY can tell it, and thrown. */
const attempt = async (
  pipeline: Pipeline,
  message: TaskMessage,
  node: TallyNode,
  plan: Plan,
  delivery: Delivery,
): Promise<{ end: TaskEnd & { lifts?: Lane }; grew: number }> => {
  const { cloud, priority } = pipeline;
  const { clock } = cloud;
  const started = clock.now();
  const receipt = () => ({ at: clock.now(), ms: clock.now() - started, attempts: delivery.attempt });
  try {
    const done = await work(pipeline, message, node, plan, delivery.signal);
    const { input, version, result } = done;
    const counts = { findings: result.findings.length, entities: result.entities.length };
    return {
      end: {
        outcome: "succeeded",
        receipt: { ...receipt(), input, version },
        ...counts,
        ...liftedBy(plan, result, priority),
      },
      grew: result.grew ?? 0,
    };
  } catch (error) {
    if (isTerminal(error)) {
      logFailed(pipeline.cloud, message, delivery.attempt, error);
      return { end: { outcome: "failed", receipt: { ...receipt(), error: failureOf(error) } }, grew: 0 };
    }
    await noteAttempt(pipeline.cloud, message, delivery.attempt, error);
    throw error;
  }
};

interface Done {
  input: string;
  version: number;
  result: StoredResult;
}

const work = async (
  pipeline: Pipeline,
  message: TaskMessage,
  node: TallyNode,
  plan: Plan,
  signal: AbortSignal,
): Promise<Done> => {
  const { objects } = pipeline.cloud;
  const pass = pipeline.passes.get(message.pass);
  if (!pass) throw new TerminalError("unknown-pass", `This deployment has no pass "${message.pass}"`);
  const info = await objects.head(keys.component(message.packageId, message.component));
  if (!info) throw new TerminalError("missing-component", `Component ${message.component} has no object`);
  const { facts } = fromMetadata(info.metadata);
  const upstream = upstreamOf(plan, node, message.task);
  const input = resultInput(
    facts,
    pass,
    upstream.map((one) => `${one.pass}@${one.version}:${one.input}`),
  );
  const known = await readResult(objects, pass.name, pass.version, input);
  // A result that handed out components is whole only together with them, and they belong to one package.
  const reusable = known && (known.grew === undefined || (await isGrown(pipeline, message, known.grew)));
  const result = reusable ? known : await run(pipeline, message, pass, info.key, facts, upstream, input, signal);
  return { input, version: pass.version, result };
};

const run = async (
  pipeline: Pipeline,
  message: TaskMessage,
  pass: Pass,
  key: string,
  component: ComponentFacts,
  upstream: ReturnType<typeof upstreamOf>,
  input: string,
  signal: AbortSignal,
): Promise<StoredResult> => {
  const { cloud } = pipeline;
  const outputs = new Map<string, PassOutput>();
  for (const { pass: name, version, input: from } of upstream) {
    const output = await readResult(cloud.objects, name, version, from);
    if (!output) throw new Error(`The result of ${name}@${version} (${from}) is not there`);
    outputs.set(name, output);
  }
  const bytes = async function* () {
    const object = await cloud.objects.get(key);
    if (!object) throw new TerminalError("missing-component", `${key} was deleted`);
    for await (const chunk of object.body) {
      signal.throwIfAborted();
      yield chunk;
    }
  };
  const context: PassContext = {
    component,
    bytes,
    whole: () => collect(bytes()),
    upstream: (name) => outputs.get(name),
    signal,
  };
  const output = await pass.run(context);
  const grew = output.pieces ? await writeGrown(pipeline, message, output.pieces) : 0;
  return writeResult(cloud.objects, pass, input, output, grew);
};
