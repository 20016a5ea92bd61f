import { collect, ownPart } from "@torrent/core/unstable";
import type { PassContext, PassOutput } from "../../analysis-pass.ts";
import type { Finding } from "../../findings.ts";

const LINE_END = 0x0a;

/** Line ends in the overlap before a slice; in UTF-16 each has a zero beside it, which other uses of the byte have not. */
const lineEnds = (bytes: Uint8Array): number => {
  const isWide = bytes.includes(0);
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1))
    if (!isWide || bytes[at + 1] === 0 || bytes[at - 1] === 0) lines++;
  return lines;
};

const moved = (finding: Finding, bytes: number, lines: number): Finding => ({
  ...finding,
  ...(finding.start === undefined ? {} : { start: finding.start + bytes }),
  ...(finding.end === undefined ? {} : { end: finding.end + bytes }),
  ...(finding.line === undefined ? {} : { line: finding.line + lines }),
});

/**
 * Shows an analysis a slice's own part as if it were all, so that no line is counted in two slices, and places what it
 * finds in the whole file.
 */
export const inOwnPart = async (
  context: PassContext,
  analysis: (own: PassContext) => Promise<PassOutput>,
): Promise<PassOutput> => {
  const { component } = context;
  if (!component.slice) return analysis(context);
  const { from, to, offset, line } = ownPart(component);
  const skipped: Uint8Array[] = [];
  const bytes = async function* (): AsyncIterable<Uint8Array> {
    let at = 0;
    skipped.length = 0;
    for await (const chunk of context.bytes()) {
      if (at < from) skipped.push(chunk.subarray(0, from - at));
      const own = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
      at += chunk.length;
      if (own.length > 0) yield own;
      if (at >= to) return;
    }
  };
  const own: PassContext = {
    ...context,
    component: { ...component, bytes: to - from },
    bytes,
    whole: () => collect(bytes()),
  };
  const output = await analysis(own);
  const lines = line - 1 + skipped.reduce((sum, part) => sum + lineEnds(part), 0);
  return { ...output, findings: (output.findings ?? []).map((finding) => moved(finding, offset + from, lines)) };
};
