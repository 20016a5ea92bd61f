import { ByteReader, concat, NOTHING } from "./bytes.ts";
import type { Member } from "./member.ts";

/** A line that starts a message: `From alice@example.org Mon Nov 23 09:18:05 2026`. The time keeps "From here on …" out. */
const ENVELOPE = /^From \S+ .*\d{1,2}:\d{2}/;
const LINE_LIMIT = 1024;

export const startsMbox = (head: string): boolean => {
  const [envelope = "", header = ""] = head.split(/\r?\n/, 2);
  return ENVELOPE.test(envelope.slice(0, LINE_LIMIT)) && /^>?[!-9;-~]+:?/.test(header);
};

/** The messages of an mbox, split at envelope lines that follow an empty line; holds a line's worth of bytes. */
export async function* mboxMembers(input: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const parts = messageParts(input);
  let ordinal = 0;
  let current = await parts.next();
  const message = async function* (): AsyncGenerator<Uint8Array> {
    for (; !current.done && current.value !== NEXT_MESSAGE; current = await parts.next()) yield current.value;
  };
  try {
    while (!current.done) {
      if (current.value === NEXT_MESSAGE) current = await parts.next();
      ordinal++;
      yield { name: `${String(ordinal).padStart(5, "0")}.eml`, content: message() };
      for await (const _ of message());
    }
  } finally {
    await parts.return(undefined);
  }
}

const NEXT_MESSAGE = Symbol("next message");
const NEEDLE = Buffer.from("\nFrom ");

/** The mbox without its envelope lines, and a mark before each message. */
async function* messageParts(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | typeof NEXT_MESSAGE> {
  const reader = new ByteReader(input);
  // As if a line end and an empty line stood before the first byte.
  let window = Buffer.from("\n\n");
  let from = 0;
  let start = 2;
  let ended = false;
  try {
    for (;;) {
      const at = window.indexOf(NEEDLE, from);
      const lineEnd = at < 0 ? -1 : window.indexOf(0x0a, at + 1);
      const undecided = at < 0 ? window.length - NEEDLE.length : at - 2;
      if ((at < 0 || (lineEnd < 0 && window.length - at <= LINE_LIMIT)) && !ended) {
        const keep = Math.max(start, undecided);
        if (keep > start) yield window.subarray(start, keep);
        const more = await reader.next(Infinity);
        ended = more === undefined;
        const kept = Math.max(0, keep - 2);
        window = Buffer.from(concat([window.subarray(kept), more ?? NOTHING]));
        start = keep - kept;
        from = Math.max(0, (at < 0 ? undecided : at) - kept);
        continue;
      }
      if (at < 0) break;
      const end = lineEnd < 0 ? window.length : lineEnd;
      from = at + 1;
      if (
        !afterEmptyLine(window, at) ||
        !ENVELOPE.test(window.toString("latin1", at + 1, Math.min(end, at + LINE_LIMIT)))
      )
        continue;
      if (at + 1 > start) yield window.subarray(start, at + 1);
      yield NEXT_MESSAGE;
      start = Math.min(end + 1, window.length);
      from = Math.max(start - 1, from);
    }
    if (start < window.length) yield window.subarray(start);
  } finally {
    await reader.close();
  }
}

/** `at` is the line end before "From ". */
const afterEmptyLine = (window: Buffer, at: number): boolean =>
  window[at - 1] === 0x0a || (window[at - 1] === 0x0d && window[at - 2] === 0x0a);
