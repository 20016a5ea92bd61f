import type { PassOutput } from "../../analysis-pass.ts";
import type { Finding } from "../../findings.ts";
import type { Scanned } from "./scan.ts";

/** Offsets of what was found in a text made from the component are that text's, so they are given as a tag. */
const ofText = (findings: readonly Finding[], origin: string): Finding[] =>
  findings.map(({ start, end: _end, line: _line, tags = [], ...finding }) => ({
    ...finding,
    tags: [...tags, origin, `offset:${start}`],
  }));

/**
 * What a document's bytes and its text have in common is one thing: it is reported at the places where the bytes have it, as
 * often as the text has it, or once where `once` says that the document holds its text in several forms.
 */
export const withoutRepeats = (bytes: Scanned, text: Scanned, origin: string, once: boolean): Scanned => {
  const dropped = new Set<Finding>();
  const repeats: Record<string, number> = {};
  const drop = (findings: readonly Finding[]): void => {
    for (const finding of findings) {
      dropped.add(finding);
      repeats[finding.rule] = (repeats[finding.rule] ?? 0) + 1;
    }
  };
  for (const [key, inText] of text.texts) {
    const inBytes = bytes.texts.get(key) ?? [];
    const wanted = once ? 1 : inText.length;
    const fromBytes = Math.min(inBytes.length, wanted);
    drop(inBytes.slice(fromBytes));
    drop(inText.slice(wanted - fromBytes));
  }
  const counts: Record<string, number> = { ...bytes.counts };
  for (const [rule, count] of Object.entries(text.counts)) {
    const all = count + (counts[rule] ?? 0);
    const kept = [...bytes.findings, ...text.findings].filter((finding) => finding.rule === rule).length;
    // Where there are more matches than findings, the share of those that repeat stands for all.
    counts[rule] = all - (kept === 0 ? 0 : Math.round((all * (repeats[rule] ?? 0)) / kept));
  }
  const rest = (findings: readonly Finding[]): Finding[] => findings.filter((finding) => !dropped.has(finding));
  return {
    findings: [...rest(bytes.findings), ...ofText(rest(text.findings), origin)],
    truncated: bytes.truncated || text.truncated,
    counts,
    bytes: bytes.bytes + text.bytes,
    texts: bytes.texts,
  };
};

export const outputOf = ({ findings, counts, bytes, truncated }: Scanned): PassOutput => ({
  findings,
  facts: { matches: counts, bytes },
  ...(truncated && { truncated: true }),
});
