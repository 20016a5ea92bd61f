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

export const sameRequest = (claim: Claim, wanted: { id: string; selection: object }): boolean =>
  claim.id === wanted.id && isDeepStrictEqual(claim.selection, JSON.parse(JSON.stringify(wanted.selection)));
