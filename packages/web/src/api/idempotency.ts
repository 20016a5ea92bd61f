import { isDeepStrictEqual } from "node:util";
import { type Cloud, digest, type RedriveSelection } from "@torrent/core";
import * as z from "zod/mini";
import type { Caller } from "./env.ts";
import { readJson } from "./read-json.ts";

const Claim = z.object({
  id: z.string(),
  selection: z.record(z.string(), z.unknown()),
  /** The package's round when the key was first used: the redrive opens the next, and only from this one. */
  round: z.int(),
});
export type Claim = z.infer<typeof Claim>;

/** The first use of a key by a caller writes the claim; every later one reads it. */
export const claimOf = async (
  { objects }: Cloud,
  caller: Caller,
  key: string,
  wanted: { id: string; selection: RedriveSelection; round: number },
): Promise<Claim> => {
  const at = `operations/${digest(caller.name, key)}.json`;
  const body = new TextEncoder().encode(JSON.stringify(wanted));
  await objects.put(at, body, { contentType: "application/json", ifAbsent: true });
  const claim = await readJson(objects, at, Claim);
  if (!claim) throw new Error(`The claim ${at} vanished after it was written`);
  return claim;
};

/** What became of a claim: the round that it opened, or why it opened none. */
const Outcome = z.union([z.object({ opened: z.int() }), z.object({ refused: z.string() })]);
export type Outcome = z.infer<typeof Outcome>;

const outcomeKey = (caller: Caller, key: string): string => `operations/${digest(caller.name, key)}.outcome.json`;

export const outcomeOf = ({ objects }: Cloud, caller: Caller, key: string): Promise<Outcome | undefined> =>
  readJson(objects, outcomeKey(caller, key), Outcome);

/** A refusal never takes the place of a round that the same request has opened. */
export const recordOutcome = async (cloud: Cloud, caller: Caller, key: string, outcome: Outcome): Promise<void> => {
  const body = new TextEncoder().encode(JSON.stringify(outcome));
  const ifAbsent = "refused" in outcome;
  await cloud.objects.put(outcomeKey(caller, key), body, { contentType: "application/json", ifAbsent });
};

export const sameRequest = (claim: Claim, wanted: { id: string; selection: RedriveSelection }): boolean =>
  claim.id === wanted.id && isDeepStrictEqual(claim.selection, JSON.parse(JSON.stringify(wanted.selection)));
