import type { PassContext } from "@torrent/core";
import { formOf, isTextFamily, type TextForm } from "../view/form.ts";

/** How much of the beginning is looked at. */
const SAMPLE_BYTES = 4096;

/** The share of zero bytes at even or odd places above which a text without a mark is taken for UTF-16. */
const ZERO_SHARE = 0.4;

const wideCharset = (sample: Uint8Array): string | undefined => {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const pairs = sample.length >> 1;
  if (pairs < 8) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (sample[2 * i] === 0) even += 1;
    if (sample[2 * i + 1] === 0) odd += 1;
  }
  if (odd > ZERO_SHARE * pairs && even < 0.01 * pairs) return "utf-16le";
  return even > ZERO_SHARE * pairs && odd < 0.01 * pairs ? "utf-16be" : undefined;
};

const readSample = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  let sample: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    sample = Buffer.concat([sample, chunk]);
    if (sample.length >= SAMPLE_BYTES) break;
  }
  return sample.subarray(0, SAMPLE_BYTES);
};

/**
 * The form of a component that is read as a text: what structure analysis says; UTF-16 also without its word. `undefined`
 * for what is scanned byte by byte.
 */
export const viewedForm = async (context: PassContext): Promise<TextForm | undefined> => {
  const form = formOf(context);
  if (form) return isTextFamily(form.family) ? form : undefined;
  const charset = wideCharset(await readSample(context.bytes()));
  return charset ? { family: "text", format: "text", charset } : undefined;
};
