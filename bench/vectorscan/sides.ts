import {
  compile,
  type Database,
  type Definition,
  type Node,
  nodeOf,
  Scanner,
  sourceOf,
  twinKernel,
  wasmKernel,
} from "@torrent/patterns";
import type { ComparatorRule } from "./comparator.ts";
import { Tally } from "./tally.ts";

/** Both sides scan documents of this size, each by itself. */
export const DOCUMENT_BYTES = 2 ** 20;
const INPUT_BYTES = DOCUMENT_BYTES + 4096;

const asserts = (node: Node): boolean =>
  node.type === "look" ||
  (node.type === "seq" && node.parts.some(asserts)) ||
  (node.type === "alt" && node.choices.some(asserts)) ||
  (node.type === "repeat" && asserts(node.node));

/** The rules that both engines run with one meaning: no assertions, nothing quarantined. */
export const comparable = (definitions: readonly Definition[]): Definition[] => {
  const { summary } = compile(definitions);
  const left = new Set(summary.quarantined.map(({ id }) => id));
  return definitions.filter((d) => !left.has(d.id) && (d.kind === "literal" || !asserts(nodeOf(d))));
};

export const rulesFor = (definitions: readonly Definition[]): ComparatorRule[] =>
  definitions.map((definition, id) =>
    definition.kind === "literal"
      ? { id, regex: false, nocase: definition.nocase, value: Buffer.from(definition.value) }
      : { id, regex: true, nocase: false, value: Buffer.from(sourceOf(nodeOf(definition))) },
  );

/** Seconds of processor time that this thread has had: neighbours on the machine count for little. */
const seconds = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
};

/** Our side: scans the whole corpus once and returns the seconds of processor time that it took. */
export const scanOnce = (database: Database, data: Uint8Array, kernelName: "wasm" | "twin"): (() => number) => {
  const kernel = kernelName === "wasm" ? wasmKernel(database, INPUT_BYTES) : twinKernel(database.tables, INPUT_BYTES);
  return () => {
    let matches = 0;
    const start = seconds();
    for (let offset = 0; offset < data.length; offset += DOCUMENT_BYTES) {
      const scanner = new Scanner(database, { kernel: () => kernel, onMatch: () => matches++ });
      scanner.push(data.subarray(offset, offset + DOCUMENT_BYTES));
      scanner.finish();
    }
    return seconds() - start;
  };
};

export const tallyOf = (database: Database, data: Uint8Array): Tally => {
  const tally = new Tally();
  for (let offset = 0, document = 0; offset < data.length; offset += DOCUMENT_BYTES, document++) {
    const scanner = new Scanner(database, {
      onMatch: (rule, _start, end) => {
        if (database.rule(rule).lane === "literal") tally.literal(rule, offset + end);
        else tally.regex(rule, document);
      },
    });
    scanner.push(data.subarray(offset, offset + DOCUMENT_BYTES));
    scanner.finish();
  }
  return tally;
};
