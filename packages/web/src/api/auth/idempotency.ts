import { isDeepStrictEqual } from "node:util";
import { type Cloud, digest } from "@torrent/core/unstable";
import * as z from "zod/mini";
import type { Caller } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { readJson } from "../http/read-json.ts";

const Claim = z.object({
  id: z.string(),
  selection: z.record(z.string(), z.unknown()),
  /** The package's round when the key was first used; the redrive opens the next round, and only from this one. */
  round: z.int(),
  /** Of a redrive of completions: the generation that it follows, and the state that was announced. */
  generation: z.optional(z.int()),
  state: z.optional(z.string()),
});
type Claim = z.infer<typeof Claim>;

/** Where a package stands: an operation with a key goes on from there, and from nowhere else. */
type Position = Pick<Claim, "round" | "generation" | "state">;

/** The first use of a key by a caller writes the claim; every later one reads it. */
const claimOf = async (
  { objects }: Cloud,
  caller: Caller,
  key: string,
  wanted: Omit<Claim, "selection"> & { selection: object },
): Promise<Claim> => {
  const at = `operations/${digest(caller.name, key)}.json`;
  const body = new TextEncoder().encode(JSON.stringify(wanted));
  await objects.put(at, body, { contentType: "application/json", ifAbsent: true });
  const claim = await readJson(objects, at, Claim);
  if (!claim) throw new Error(`The claim ${at} was not found after it was written`);
  return claim;
};

/** The result of a claim: the round, or generation, that it opened, or why it was refused. */
const ClaimResult = z.union([z.object({ opened: z.int() }), z.object({ refused: z.string() })]);
type ClaimResult = z.infer<typeof ClaimResult>;

const resultKey = (caller: Caller, key: string): string => `operations/${digest(caller.name, key)}.outcome.json`;

/** A refusal never replaces what the same request has opened. */
const recordResult = async ({ objects }: Cloud, caller: Caller, key: string, result: ClaimResult): Promise<void> => {
  const body = new TextEncoder().encode(JSON.stringify(result));
  await objects.put(resultKey(caller, key), body, { contentType: "application/json", ifAbsent: "refused" in result });
};

const sameRequest = (claim: Claim, wanted: { id: string; selection: object }): boolean =>
  claim.id === wanted.id && isDeepStrictEqual(claim.selection, JSON.parse(JSON.stringify(wanted.selection)));

const picked = <From extends Position>(claim: Claim, current: From): From =>
  Object.fromEntries(Object.keys(current).map((name) => [name, claim[name as keyof Position]])) as From;

export interface KeyedOperation<From extends Position> {
  caller: Caller;
  /** The request's `Idempotency-Key`. */
  key: string | undefined;
  id: string;
  selection: object;
  current: From;
  /** The round, or generation, that it opens. */
  opens(from: From): number;
  /** Performs it; returns why it was refused. */
  run(): Promise<string | undefined>;
  /** Whether it has been performed, by the same request running concurrently. */
  isDone(from: From): Promise<boolean>;
}

/**
 * Performs an operation once per key, and returns where it started from: a repetition gets the answer of the first request.
 *
 * @throws Problem `conflict` if it is or was refused, or the key belongs to a different request.
 */
export const oncePerKey = async <From extends Position>(
  cloud: Cloud,
  operation: KeyedOperation<From>,
): Promise<From> => {
  const { caller, key, id, selection, current } = operation;
  const claim = key === undefined ? undefined : await claimOf(cloud, caller, key, { id, selection, ...current });
  if (claim && !sameRequest(claim, { id, selection }))
    throw new Problem("conflict", "This Idempotency-Key has already been used for a different request");
  const from = claim ? picked(claim, current) : current;
  if (!isDeepStrictEqual(from, current)) {
    const known = key === undefined ? undefined : await readJson(cloud.objects, resultKey(caller, key), ClaimResult);
    // This request was refused, and a different one was performed since, which does not answer this one.
    if (known && "refused" in known) throw new Problem("conflict", known.refused);
    return from;
  }
  const refused = await operation.run();
  if (refused !== undefined && claim !== undefined && (await operation.isDone(from))) return from;
  if (key !== undefined)
    await recordResult(cloud, caller, key, refused === undefined ? { opened: operation.opens(from) } : { refused });
  if (refused !== undefined) throw new Problem("conflict", refused);
  return from;
};
