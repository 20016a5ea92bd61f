import type { Transform } from "node:stream";
import type { MimeNode, SplitterChunk } from "@zone-eu/mailsplit";
import { Splitter } from "@zone-eu/mailsplit";
import { ByteReader, peek } from "./bytes.ts";
import { HEAD_BYTES } from "./kind.ts";
import { emlxLength, mailStart } from "./mail-start.ts";
import type { Member } from "./member.ts";
import { Damage, defectOf, messageOf } from "./member.ts";
import { quotedPrintable } from "./quoted-printable.ts";
import type { Scratch } from "./scratch.ts";
import { through } from "./through.ts";
import { encodedFiles } from "./uuencode.ts";

const damaged = (error: unknown): Damage => new Damage("damaged-mail", `The mail cannot be read: ${messageOf(error)}`);

/**
 * A mail without what stands before its headers. What an Apple mail has behind its stated length comes apart from it.
 */
export async function* mailMembers(input: AsyncIterable<Uint8Array>, scratch: Scratch): AsyncGenerator<Member> {
  const { head, content } = await peek(input, HEAD_BYTES);
  const reader = new ByteReader(content);
  try {
    const start = mailStart(head);
    const preface = Buffer.from(await reader.take(start)).toString("latin1");
    const length = emlxLength(preface);
    yield* lettersOf(length === undefined ? reader.rest() : atMost(reader, length), scratch);
    if (length === undefined) return;
    const rest = reader.rest();
    const properties = await rest.next();
    if (!properties.done) yield { name: "properties.plist", content: prepended(properties.value, rest) };
  } finally {
    await reader.close();
  }
}

async function* atMost(reader: ByteReader, count: number): AsyncGenerator<Uint8Array> {
  for (let left = count; left > 0; ) {
    const part = await reader.next(left);
    if (!part) return;
    left -= part.length;
    yield part;
  }
}

async function* prepended(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/**
 * Takes a mail (RFC 5322, MIME) apart while it streams: each attachment, decoded, then the letter: all headers and
 * text parts as they were sent, with the attachments' bodies left out. A mail within the mail is an attachment.
 */
async function* lettersOf(input: AsyncIterable<Uint8Array>, scratch: Scratch): AsyncGenerator<Member> {
  // Its own types narrow `on` and `emit`, which makes it no Transform to the compiler.
  const splitter = new Splitter({ ignoreEmbedded: true }) as unknown as Transform;
  const chunks = through<SplitterChunk>(input, splitter, damaged);
  const letter = scratch.spool();
  let failure: Damage | undefined;
  let complete = false;
  try {
    let ordinal = 0;
    let current = await chunks.next();
    const bodyOf = async function* (node: MimeNode): AsyncGenerator<Uint8Array> {
      for (; !current.done && isBody(current.value, node); current = await chunks.next()) yield current.value.value;
    };
    while (!current.done) {
      const chunk = current.value;
      if (chunk.type === "body" && isAttachment(chunk.node)) {
        yield {
          name: attachmentName(chunk.node, ++ordinal),
          content: decoded(chunk.node, bodyOf(chunk.node)),
        };
        for await (const _ of bodyOf(chunk.node));
      } else {
        await letter.write(chunk.type === "node" ? chunk.getHeaders() : chunk.value);
        current = await chunks.next();
      }
    }
    complete = true;
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    failure = error;
    complete = true;
  } finally {
    await chunks.return(undefined);
    if (!complete) await letter.abandon();
  }
  const stored = await letter.finish();
  yield* encodedFiles(stored.read());
  yield { name: "", content: stored.read(), stored, ...(failure && { defect: defectOf(failure) }) };
}

/** The library's own decoder of quoted-printable holds a line whole, and a line may be all of the mail. */
const decoded = (node: MimeNode, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  node.encoding === "quoted-printable" ? quotedPrintable(body) : through(body, node.getDecoder(), damaged);

const isBody = (chunk: SplitterChunk, node: MimeNode): chunk is Extract<SplitterChunk, { type: "body" | "data" }> =>
  chunk.type === "body" && chunk.node === node;

const isAttachment = (node: MimeNode): boolean =>
  node.disposition === "attachment" || node.filename !== false || !/^text\//.test(node.contentType || "text/plain");

const attachmentName = (node: MimeNode, ordinal: number): string => {
  if (node.filename) return node.filename;
  const subtype = /^[\w.+-]+\/(?:x-)?([\w-]{1,20})$/.exec(node.contentType || "")?.[1] ?? "bin";
  return `part-${ordinal}.${node.rfc822 ? "eml" : subtype}`;
};
