import { createHash } from "node:crypto";
import type { GrownPiece } from "../../choreography/run-context.ts";
import { NAME_LIMIT_BYTES } from "../../component.ts";
import type { Piece } from "../../decomposition.ts";
import { TerminalError } from "../../errors.ts";
import { grownRef, keys } from "../../ids.ts";
import type { TaskMessage } from "../../messages.ts";
import type { Cloud } from "../../ports/cloud.ts";
import type { Receipt } from "../../ports/tally-store.ts";
import { seal } from "../../tally/settle.ts";
import { growthDepth, height, subtree } from "../../tally/shape.ts";
import { writePiece } from "../intake/write-piece.ts";
import { sendClassify } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { follow } from "../settle/settlement.ts";

/** Components that one task writes at the same time. */
const CONCURRENCY = 16;

/** A task's growing fan-out: `grow` writes a component, `end` waits for all of them and reserves their number. */
export interface Grower {
  grow(piece: GrownPiece | Piece): Promise<void>;
  end(): Promise<number>;
}

/**
 * Writes the components that a pass hands out, under refs that depend on content only. The explosion cap holds over the
 * whole package: how deep, and how many in all. A repeated task counts again, so that the cap errs on the safe side.
 */
export const growerOf = (pipeline: Pipeline, message: TaskMessage, parentName: string): Grower => {
  const { limits } = pipeline.topology;
  const writing = new Set<Promise<void>>();
  let count = 0;
  let failure: { error: unknown } | undefined;
  const release = async (piece: GrownPiece | Piece): Promise<void> => {
    if ("release" in piece) await piece.release();
  };
  return {
    async grow(given) {
      if (failure) throw failure.error;
      if (growthDepth(message.tree) >= limits.growth) {
        await release(given);
        throw new TerminalError(
          "growth-depth",
          `Components are already handed out ${limits.growth} levels deep; see topology.limits.growth`,
        );
      }
      if (count >= limits.components) {
        await release(given);
        throw new TerminalError("growth-limit", `One task handed out more than ${limits.components} components`);
      }
      const ref = grownRef(message.component, message.pass, count);
      count += 1;
      const piece = "sha256" in given ? below(parentName, given) : await pieceOf(given, parentName);
      const written = writePiece(pipeline, message.packageId, ref, piece)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => writing.delete(written));
      writing.add(written);
      if (writing.size >= CONCURRENCY) await Promise.race(writing);
    },
    async end() {
      await Promise.all(writing);
      if (failure) throw failure.error;
      if (count > 0) await reserve(pipeline, message.packageId, count);
      return count;
    },
  };
};

const encoder = new TextEncoder();

const bodyOf = async ({ name, json, text, bytes }: GrownPiece): Promise<Uint8Array> => {
  const given = [json, text, bytes].filter((body) => body !== undefined);
  if (given.length !== 1)
    throw new TypeError(
      `grow: the piece "${name}" must have exactly one of json, text and bytes; it has ${given.length}`,
    );
  if (json !== undefined) return encoder.encode(JSON.stringify(json));
  if (text !== undefined) return encoder.encode(text);
  if (bytes instanceof Uint8Array) return bytes;
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** The provenance, shortened in its middle where it is too long for an object's metadata. */
const provenance = (parentName: string, name: string): string => {
  const whole = `${parentName}!/${name}`.toWellFormed();
  if (encoder.encode(whole).length <= NAME_LIMIT_BYTES) return whole;
  const mark = `…${createHash("sha256").update(whole).digest("hex").slice(0, 8)}…`;
  const half = Math.floor((NAME_LIMIT_BYTES - encoder.encode(mark).length) / 8);
  return `${whole.slice(0, half)}${mark}${whole.slice(-half)}`.toWellFormed();
};

const below = (parentName: string, piece: Piece): Piece => ({
  ...piece,
  name: provenance(parentName, piece.name),
  body: () => piece.body(),
  release: () => piece.release(),
});

const pieceOf = async (given: GrownPiece, parentName: string): Promise<Piece> => {
  if (typeof given.kind !== "string" || given.kind === "")
    throw new TypeError(`grow: the piece "${given.name}" needs a kind`);
  const body = await bodyOf(given);
  return {
    name: provenance(parentName, given.name),
    kind: given.kind,
    bytes: body.length,
    sha256: createHash("sha256").update(body).digest("hex"),
    async *body() {
      yield body;
    },
    async release() {},
  };
};

/** Adds to the package's count of grown components, or refuses. */
const reserve = async ({ cloud, topology: { limits } }: Pipeline, id: string, count: number): Promise<void> => {
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
export const isGrown = async (cloud: Cloud, message: TaskMessage, count: number): Promise<boolean> => {
  const last = grownRef(message.component, message.pass, count - 1);
  return (await cloud.objects.head(keys.component(message.packageId, last))) !== undefined;
};

/** Was the task's subtree sealed? Then that settles the task, whatever becomes of the task's own message. */
export const isOpened = async ({ cloud, topology }: Pipeline, message: TaskMessage): Promise<boolean> => {
  const { packageId, round } = message;
  const tree = subtree(message.tree, message.slot, message.task);
  for (let level = 1; level <= height(topology.limits.components); level += 1) {
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
