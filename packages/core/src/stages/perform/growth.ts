import type { Piece } from "../../decomposition.ts";
import { TerminalError } from "../../errors.ts";
import { grownRef, keys } from "../../ids.ts";
import type { TaskMessage } from "../../messages.ts";
import type { Receipt } from "../../ports/tally-store.ts";
import { seal } from "../../tally/settle.ts";
import { growthDepth, height, subtree } from "../../tally/shape.ts";
import { writePiece } from "../intake/intake.ts";
import { sendClassify } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { follow } from "../settle/settlement.ts";

/**
 * Writes the components that a pass hands out, under refs that depend on content only. The explosion cap holds over the
 * whole package: how deep, and how many in all. A repeated task counts again, so that the cap errs on the safe side.
 */
export const writeGrown = async (
  pipeline: Pipeline,
  message: TaskMessage,
  pieces: AsyncIterable<Piece>,
): Promise<number> => {
  const { limits } = pipeline;
  if (growthDepth(message.tree) >= limits.growth)
    throw new TerminalError("growth-depth", `Components were handed out ${limits.growth} times over already`);
  let count = 0;
  for await (const piece of pieces) {
    if (count >= limits.components) {
      await piece.release();
      throw new TerminalError("growth-limit", `One task handed out more than ${limits.components} components`);
    }
    await writePiece(pipeline, message.packageId, grownRef(message.component, message.pass, count), piece);
    count += 1;
  }
  await reserve(pipeline, message.packageId, count);
  return count;
};

/** Adds to the package's count of grown components, or refuses. */
const reserve = async ({ cloud, limits }: Pipeline, id: string, count: number): Promise<void> => {
  for (;;) {
    const row = await cloud.packages.read(id);
    if (!row) throw new TerminalError("unknown-package", `No package ${id}`);
    const grown = row.grown ?? 0;
    if ((row.components ?? 0) + grown + count > limits.components)
      throw new TerminalError("growth-limit", `The package would hold more than ${limits.components} components`);
    const done = await cloud.packages.transition(id, { from: [row.state], grown }, { grown: grown + count });
    if (done?.done) return;
  }
};

/** Are the components of an earlier, interrupted run of this very task all there? */
export const isGrown = async ({ cloud }: Pipeline, message: TaskMessage, count: number): Promise<boolean> => {
  const last = grownRef(message.component, message.pass, count - 1);
  return (await cloud.objects.head(keys.component(message.packageId, last))) !== undefined;
};

/** Was the task's subtree sealed? Then that settles the task, whatever becomes of the task's own message. */
export const isOpened = async ({ cloud, limits }: Pipeline, message: TaskMessage): Promise<boolean> => {
  const { packageId, round } = message;
  const tree = subtree(message.tree, message.slot, message.task);
  for (let level = 1; level <= height(limits.components); level += 1) {
    const node = await cloud.tally.read({ packageId, round, tree, level, index: 0 });
    if (node?.root) return true;
  }
  return false;
};

/** Opens the task's subtree; its root settles the task, with `opener`, when all that was handed out is settled. */
export const openSubtree = async (
  pipeline: Pipeline,
  message: TaskMessage,
  count: number,
  opener: Receipt,
): Promise<void> => {
  const { packageId, round } = message;
  const tree = subtree(message.tree, message.slot, message.task);
  await follow(pipeline, [], await seal(pipeline.cloud.tally, { packageId, round, tree }, count, opener));
  const targets = Array.from({ length: count }, (_, slot) => ({
    tree,
    slot,
    component: grownRef(message.component, message.pass, slot),
  }));
  await sendClassify(pipeline, packageId, round, targets);
};
