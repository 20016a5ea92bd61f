import { NOTHING } from "./bytes.ts";
import type { Member } from "./member.ts";

const BEGIN = /^begin(-base64)? [0-7]{3,4} (\S.{0,250})$/;
const LINE_LIMIT = 1024;

/** The bytes of one line of uuencode; `undefined` where it is none. */
export const uudecoded = (line: string): Uint8Array | undefined => {
  const count = (line.charCodeAt(0) - 32) & 63;
  const wanted = Math.ceil(count / 3) * 4;
  // Mail programs drop blanks at the ends of lines; some add a checksum.
  if (line === "" || line.length > wanted + 2 || /[^\x20-\x60]/.test(line)) return undefined;
  const padded = line.slice(1).padEnd(wanted, " ");
  const bytes = new Uint8Array((wanted / 4) * 3);
  for (let from = 0, to = 0; from < wanted; from += 4) {
    let bits = 0;
    for (let i = 0; i < 4; i++) bits = (bits << 6) | ((padded.charCodeAt(from + i) - 32) & 63);
    bytes[to++] = bits >> 16;
    bytes[to++] = (bits >> 8) & 255;
    bytes[to++] = bits & 255;
  }
  return bytes.subarray(0, count);
};

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1")).split("\n");
    rest = lines.pop()!.slice(0, LINE_LIMIT);
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}

/** Files that stand in a text as uuencode (POSIX), as mails from before MIME carry them. */
export async function* encodedFiles(input: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const lines = linesOf(input);
  try {
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const [, isBase64, name] = BEGIN.exec(line.value) ?? [];
      if (name === undefined) continue;
      const first = await lines.next();
      if (first.done) return;
      const read = isBase64 ? base64 : uudecoded;
      const start = read(first.value);
      if (!start || (!isBase64 && start.length === 0)) continue;
      const content = (async function* (): AsyncGenerator<Uint8Array> {
        yield start;
        for (let next = await lines.next(); !next.done; next = await lines.next()) {
          const bytes = /^(?:end|====)\s*$/.test(next.value) ? NOTHING : read(next.value);
          if (!bytes || bytes.length === 0) return;
          yield bytes;
        }
      })();
      yield { name: name.trim(), content };
      for await (const _ of content);
    }
  } finally {
    await lines.return(undefined);
  }
}

const base64 = (line: string): Uint8Array | undefined =>
  /^[A-Za-z0-9+/=]+$/.test(line) ? Buffer.from(line, "base64") : undefined;
