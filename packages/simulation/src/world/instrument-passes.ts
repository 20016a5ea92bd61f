import { digest, type GrownPiece, type Pass, type Piece } from "@torrent/core/unstable";
import type { Instruments } from "./instruments.ts";
import type { Frame, Outside } from "./outside.ts";
import type { Process } from "./process.ts";

export const outsidePiece = (piece: Piece, outside: Outside, process: Process): Piece => ({
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

export const passing = (pass: Pass, { process, outside, passTime, audit, twice }: Instruments): Pass => ({
  ...pass,
  load: async () => {
    const run = await outside.run(process, () => pass.load());
    return async (context: AnyContext) => {
      const { name = context.component.fileName } = context.component;
      await process.call("pass.run", () => `${pass.name} on ${name}`, passTime);
      const once = (own: AnyContext): Promise<unknown> =>
        outside.run(process, (frame) => run(simulatedContext(own, frame, outside)));
      if (!twice || pass.cache === "none") return once(context);
      const first = noting(context, (piece) => context.grow(piece));
      const output = await once(first.context);
      const second = noting(context, async () => {});
      const again = await once(second.context).catch(() => output);
      const gave = JSON.stringify({ output, grew: first.grown });
      const gaveThen = JSON.stringify({ output: again, grew: second.grown });
      if (gave !== gaveThen) audit.noteDifference(`${pass.name} on ${name}`, gave, gaveThen);
      return output;
    };
  },
});

const bodyOf = (piece: GrownPiece | Piece): string => {
  if ("sha256" in piece) return piece.sha256;
  const { json, text, bytes } = piece;
  return bytes instanceof Uint8Array
    ? digest(Buffer.from(bytes).toString("base64"))
    : digest(JSON.stringify({ json, text }));
};

/** The context, with a note of what is handed out. */
const noting = (context: AnyContext, grow: AnyContext["grow"]) => {
  const grown: string[] = [];
  const noted = (piece: GrownPiece | Piece): Promise<void> => {
    grown.push(`${piece.kind} ${piece.name} ${bodyOf(piece).slice(0, 16)}`);
    return grow(piece);
  };
  return { grown, context: { ...context, grow: noted } };
};
