import { isDeepStrictEqual } from "node:util";
import { type Cloud, digest } from "@torrent/core/unstable";
import * as z from "zod/mini";
import type { Caller } from "../http/env.ts";
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
export type Claim = z.infer<typeof Claim>;

/** The first use of a key by a caller writes the claim; every later one reads it. */
export const claimOf = async (
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

/** The result of a claim: the round that it opened, or why it was refused. */
const ClaimResult = z.union([z.object({ opened: z.int() }), z.object({ refused: z.string() })]);
export type ClaimResult = z.infer<typeof ClaimResult>;

const resultKey = (caller: Caller, key: string): string => `operations/${digest(caller.name, key)}.outcome.json`;

export const readClaimResult = ({ objects }: Cloud, caller: Caller, key: string): Promise<ClaimResult | undefined> =>
  readJson(objects, resultKey(caller, key), ClaimResult);

/** A refusal never replaces a round that the same request has opened. */
export const recordClaimResult = async (
  { objects }: Cloud,
  caller: Caller,
  key: string,
  result: ClaimResult,
): Promise<void> => {
  const body = new TextEncoder().encode(JSON.stringify(result));
  await objects.put(resultKey(caller, key), body, { contentType: "application/json", ifAbsent: "refused" in result });
};

export const sameRequest = (claim: Claim, wanted: { id: string; selection: object }): boolean =>
  claim.id === wanted.id && isDeepStrictEqual(claim.selection, JSON.parse(JSON.stringify(wanted.selection)));
