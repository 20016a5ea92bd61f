import { ByteReader, concat } from "./bytes.ts";
import { Damage } from "./member.ts";

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const RESERVED_BLOCK = 3;
const RLE_BLOCK = 1;

/** Each frame is a call of the decompressor: beyond the first ones, they are to hold this much on average. */
const FRAMES_FREE = 100_000;
const FRAME_BYTES = 1024;

/** Input ended, or what follows is no frame; the decompressor is left to say what is wrong with it. */
class Broken extends Error {}

/**
 * The bytes of a Zstandard stream (RFC 8878) in steps of which none crosses the end of a frame, the checksum by itself.
 * Node's decompressor ends with the first frame whose end lies within what it was given, and drops the rest unsaid;
 * parallel compressors and `cat` make streams of many frames.
 */
export async function* zstdSteps(input: AsyncIterable<Uint8Array>, stepBytes: number): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(input);
  let batch: Uint8Array[] = [];
  let batched = 0;
  const pull = async (count: number): Promise<Buffer> => {
    const bytes = Buffer.from(await reader.take(count));
    batch.push(bytes);
    batched += bytes.length;
    if (bytes.length < count) throw new Broken();
    return bytes;
  };
  const step = function* (): Generator<Uint8Array> {
    if (batched > 0) yield concat(batch);
    batch = [];
    batched = 0;
  };
  const frames = async function* (): AsyncGenerator<Uint8Array> {
    for (let count = 0; ; ) {
      const magic = (await pull(4)).readUInt32LE();
      if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
        await skip(reader);
        batch = [];
        batched = 0;
      } else if (magic === MAGIC) {
        if (++count > FRAMES_FREE + reader.position / FRAME_BYTES)
          throw new Damage("damaged-archive", `The zstd stream is made of more than ${FRAMES_FREE} tiny frames`);
        const hasChecksum = await pullHeader(pull);
        while (!(await pullBlock(pull))) if (batched >= stepBytes) yield* step();
        yield* step();
        if (hasChecksum) await pull(4);
      } else throw new Broken();
      yield* step();
    }
  };
  try {
    yield* frames();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    yield* step();
    yield* reader.rest();
  } finally {
    await reader.close();
  }
}

/** A skippable frame (3.1.2) holds nothing for the decompressor, and is not shown to it. */
const skip = async (reader: ByteReader): Promise<void> => {
  const length = Buffer.from(await reader.take(4));
  const end = length.length < 4 ? Number.POSITIVE_INFINITY : reader.position + length.readUInt32LE();
  while (reader.position < end)
    if (!(await reader.next(end - reader.position)))
      throw new Damage("truncated-archive", "The zstd stream ends too early");
};

type Pull = (count: number) => Promise<Buffer>;

/** The frame header (3.1.1.1); whether a checksum ends the frame. */
const pullHeader = async (pull: Pull): Promise<boolean> => {
  const descriptor = (await pull(1))[0]!;
  const singleSegment = (descriptor >> 5) & 1;
  const sizeBytes = [singleSegment, 2, 4, 8][descriptor >> 6]!;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  await pull(1 - singleSegment + dictionaryBytes + sizeBytes);
  return (descriptor & 4) !== 0;
};

/** One block (3.1.1.2); whether it is the frame's last. */
const pullBlock = async (pull: Pull): Promise<boolean> => {
  const header = (await pull(3)).readUIntLE(0, 3);
  const type = (header >> 1) & 3;
  if (type === RESERVED_BLOCK) throw new Broken();
  await pull(type === RLE_BLOCK ? 1 : header >> 3);
  return (header & 1) === 1;
};
