import {
  type Choreography,
  type Decompose,
  type GrownPiece,
  type Pass,
  type Piece,
  type ReducerPart,
  resolved,
  type Subscriber,
} from "@torrent/core/unstable";
import type { Audit } from "../invariants/audit.ts";
import { recording } from "../invariants/recorded-sum.ts";
import type { Frame, Outside } from "./outside.ts";
import type { Process } from "./process.ts";

export interface Instruments {
  process: Process;
  outside: Outside;
  audit: Audit;
  /** The time that a pass takes. */
  passTime(): Promise<void>;
  subscribers: "run" | "record";
}

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

const outsidePiece = (piece: Piece, outside: Outside, process: Process): Piece => ({
  ...piece,
  body: () => outside.frame(process).own(piece.body()),
  release: () => outside.run(process, () => piece.release()),
});

const outsideGrown = (piece: GrownPiece | Piece, outside: Outside, process: Process): GrownPiece | Piece => {
  if ("sha256" in piece) return outsidePiece(piece, outside, process);
  const { bytes } = piece;
  if (bytes === undefined || bytes instanceof Uint8Array) return piece;
  return { ...piece, bytes: outside.frame(process).own(bytes) };
};

/** All that a context may hold, whatever the pass's cache mode. */
interface AnyContext {
  component: { name?: string; fileName?: string };
  bytes(): AsyncIterable<Uint8Array>;
  whole(): Promise<Uint8Array>;
  text(): Promise<string>;
  json(schema?: unknown): Promise<unknown>;
  grow(piece: GrownPiece | Piece): Promise<void>;
}

/** The pass's context, whose calls into the simulation let virtual time move on. */
const simulatedContext = (context: AnyContext, frame: Frame, outside: Outside): AnyContext => ({
  ...context,
  bytes: () => frame.given(context.bytes()),
  whole: () => frame.simulated(() => context.whole()),
  text: () => frame.simulated(() => context.text()),
  json: (schema) => frame.simulated(() => context.json(schema)),
  grow: (piece) => frame.simulated(() => context.grow(outsideGrown(piece, outside, frame.process))),
});

const passing = (pass: Pass, { process, outside, passTime }: Instruments): Pass => ({
  ...pass,
  load: async () => {
    const run = await outside.run(process, () => pass.load());
    return async (context: AnyContext) => {
      const { name = context.component.fileName } = context.component;
      await process.call("pass.run", () => `${pass.name} on ${name}`, passTime);
      return outside.run(process, (frame) => run(simulatedContext(context, frame, outside)));
    };
  },
});

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
