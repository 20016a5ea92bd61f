import { type Choreography, resolved } from "@torrent/core/unstable";
import type { Violation } from "./invariants/audit.ts";
import type { Delivery } from "./world/scenario.ts";

/** The pieces of a package, each as one line. */
const piecesOf = async (
  { decompose, topology }: Choreography,
  { name, body }: Delivery,
  scratchDir: string,
): Promise<string[]> => {
  const pieces: string[] = [];
  const source = {
    name: name.slice(name.lastIndexOf("/") + 1),
    bytes: body.length,
    async *read(range?: { start: number; end: number }) {
      yield range ? body.subarray(range.start, range.end) : body;
    },
  };
  const take = await resolved(decompose);
  try {
    for await (const piece of take(source, { limits: topology.limits, scratchDir })) {
      pieces.push(`${piece.name} (${piece.kind}, ${piece.sha256.slice(0, 12)})`);
      await piece.release();
    }
  } catch (error) {
    pieces.push(`rejected: ${error instanceof Error ? error.message : String(error)}`);
  }
  return pieces;
};

/** Takes each package apart a second time: a redelivery does so too, and must find the same pieces in the same order. */
export const decomposesTwice = async (
  choreography: Choreography,
  deliveries: readonly Delivery[],
  scratchDir = "/nowhere",
): Promise<Violation | undefined> => {
  for (const delivery of deliveries) {
    const first = await piecesOf(choreography, delivery, scratchDir);
    const then = await piecesOf(choreography, delivery, scratchDir);
    const at = first.findIndex((piece, index) => piece !== then[index]);
    if (at < 0 && first.length === then.length) continue;
    const place = at < 0 ? first.length : at;
    const what = `decompose gave ${first[place] ?? "nothing more"} as piece ${place} of ${delivery.name}, and run again ${then[place] ?? "nothing more"}`;
    return { invariant: "deterministic", what };
  }
  return undefined;
};
