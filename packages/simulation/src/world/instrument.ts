import { type Choreography, type Decompose, type ReducerPart, resolved, type Subscriber } from "@torrent/core/unstable";
import { recording } from "../invariants/recorded-sum.ts";
import { outsidePiece, passing } from "./instrument-passes.ts";
import type { Instruments } from "./instruments.ts";

/**
 * The choreography as one process of the simulation runs it: its own code, on real time, between calls that take virtual time
 * and can fail; what it reports is written down.
 */
export const instrumented = (choreography: Choreography, instruments: Instruments): Choreography => ({
  ...choreography,
  decompose: decomposing(choreography, instruments),
  passes: new Map([...choreography.passes].map(([name, pass]) => [name, passing(pass, instruments)])),
  reduce: reducing(choreography.reduce, instruments),
  onComplete: choreography.onComplete.map((subscriber) => telling(subscriber, instruments)),
});

const decomposing = ({ decompose }: Choreography, { process, outside }: Instruments): Decompose =>
  async function* (source, options) {
    const inner = await outside.run(process, () => resolved(decompose));
    const frame = outside.frame(process);
    const read: typeof source.read = (range) => frame.given(source.read(range));
    for await (const piece of frame.own(inner({ ...source, read }, options)))
      yield outsidePiece(piece, outside, process);
  };

const reducing = (reduce: ReducerPart | undefined, { process, outside, audit }: Instruments): ReducerPart => {
  const record = (reducer: Parameters<typeof recording>[0]) =>
    recording(
      reducer,
      (round, recorded) => audit.noteSum(round.package.id, round.round, recorded),
      (finish) => outside.run(process, finish),
    );
  if (reduce === undefined) return record(undefined);
  if (!("load" in reduce)) return record(reduce);
  const { version } = reduce;
  return { version, load: async () => record(await outside.run(process, () => resolved(reduce))) };
};

const telling = (subscriber: Subscriber, { process, outside, audit, subscribers }: Instruments): Subscriber => ({
  ...subscriber,
  load: async () => {
    const handle = subscribers === "run" ? await outside.run(process, () => subscriber.load()) : () => {};
    return (event, context) =>
      process.call(
        "subscriber.run",
        () => `${subscriber.name} ${event.key} ${event.state}`,
        async () => {
          const once: typeof context.once = (key, effect, options) =>
            context.once(key, () => outside.run(process, effect), options);
          try {
            await outside.run(process, (frame) =>
              handle(event, { ...context, once: (...args) => frame.simulated(() => once(...args)) }),
            );
          } catch (error) {
            audit.noteTold(subscriber.name, event, false);
            throw error;
          }
          audit.noteTold(subscriber.name, event, true);
        },
      );
  },
});
