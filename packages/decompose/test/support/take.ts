import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Limits, PackageSource, Piece } from "@torrent/core/unstable";
import { defaultTopology } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose/unstable";

export const scratchDir = join(tmpdir(), `torrent-decompose-${process.pid}`);

/** A package in memory, delivered in chunks of an awkward size. */
export const packageOf = (name: string, bytes: Uint8Array, chunkBytes = 40_009): PackageSource => ({
  name,
  bytes: bytes.length,
  async *read(range) {
    const end = Math.min(range?.end ?? bytes.length, bytes.length);
    for (let at = range?.start ?? 0; at < end; at += chunkBytes)
      yield bytes.subarray(at, Math.min(end, at + chunkBytes));
  },
});

export type Taken = Omit<Piece, "body" | "release"> & { content: Buffer };

export const contentOf = (piece: Piece): Promise<Buffer> => buffer(piece.body());

/** Takes a package apart to its end, releasing each piece as soon as it was read. */
export const take = async (name: string, bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<Taken[]> => {
  const taken: Taken[] = [];
  const source = packageOf(name, bytes);
  for await (const piece of decompose(source, { limits: { ...defaultTopology.limits, ...limits }, scratchDir })) {
    const { body, release, ...facts } = piece;
    taken.push({ ...facts, content: await contentOf(piece) });
    await release();
  }
  return taken;
};

export const text = (taken: readonly Taken[]): Record<string, string> =>
  Object.fromEntries(taken.map((piece) => [piece.name, piece.content.toString()]));
