import { digest, type FinishedRound, type Reducer } from "@torrent/core/unstable";
import type { Frame } from "../world/outside.ts";

/** The choreography's own sum, and which outputs went into it: `component pass`, and the output's digest. */
export interface RecordedSum {
  own: unknown;
  outputs: [name: string, digest: string][];
}

export const outputDigest = (output: unknown): string => digest(JSON.stringify(output) ?? "").slice(0, 16);

type Finish = (frame: Frame) => Promise<unknown> | unknown;

/**
 * The reducer, with a record of what is added: it goes through the same groups, stored sums and merges as the choreography's
 * own sum, so that what is lost or doubled there is seen.
 */
export const recording = (
  reducer: Reducer | undefined,
  note: (round: FinishedRound, sum: RecordedSum) => void,
  outside: (finish: Finish) => Promise<unknown>,
): Reducer<RecordedSum> => {
  const toJSON = ({ own, outputs }: RecordedSum): RecordedSum => ({
    own: reducer?.toJSON ? reducer.toJSON(own) : own,
    outputs,
  });
  return {
    version: reducer?.version ?? 1,
    empty: () => ({ own: reducer?.empty(), outputs: [] }),
    add: ({ own, outputs }, component, line) => {
      for (const [pass, output] of Object.entries(component.results))
        outputs.push([`${component.ref} ${pass}`, outputDigest(output)]);
      return { own: reducer?.add(own, component, line), outputs };
    },
    merge: (a, b) => ({ own: reducer?.merge(a.own, b.own), outputs: [...a.outputs, ...b.outputs] }),
    finish: async (sum, round) => {
      note(round, JSON.parse(JSON.stringify(toJSON(sum))));
      if (!reducer) return undefined;
      return outside(({ simulated }) =>
        reducer.finish(sum.own, {
          ...round,
          write: (file, body, contentType) => simulated(() => round.write(file, body, contentType)),
        }),
      );
    },
    toJSON,
    fromJSON: (json) => {
      const { own, outputs } = json as RecordedSum;
      return { own: reducer?.fromJSON ? reducer.fromJSON(own) : own, outputs };
    },
    ...(reducer?.lines ? { lines: reducer.lines } : {}),
  };
};
