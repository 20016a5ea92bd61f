import type { Transform } from "node:stream";
import type { MimeNode, SplitterChunk } from "@zone-eu/mailsplit";
import { Splitter } from "@zone-eu/mailsplit";
import type { Member } from "./member.ts";
import { Damage, defectOf, messageOf } from "./member.ts";
import { quotedPrintable } from "./quoted-printable.ts";
import type { Scratch } from "./scratch.ts";
import { through } from "./through.ts";

const damaged = (error: unknown): Damage => new Damage("damaged-mail", `The mail cannot be read: ${messageOf(error)}`);

/**
 * Takes a mail (RFC 5322, MIME) apart while it streams: each attachment, decoded, then the letter: all headers and
 * text parts as they were sent, with the attachments' bodies left out. A mail within the mail is an attachment.
 */
export async function* mailMembers(input: AsyncIterable<Uint8Array>, scratch: Scratch): AsyncGenerator<Member> {
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
