import type { Decompose } from "../decomposition.ts";
import { TerminalError } from "../errors.ts";
import { pieceOf } from "./piece.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

export interface LinesOptions {
  /** A longer line rejects the package. @default 1 MiB */
  maxLineBytes?: number;
}

const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === RETURN);

const trimmed = (line: Uint8Array): Uint8Array => (line.at(-1) === RETURN ? line.subarray(0, -1) : line);

/**
 * A decomposer for packages of lines, such as NDJSON: each line that is not blank is one component of the kind.
 *
 * The package is rejected where a line is too long (`line-too-long`) or there are too many lines (`too-many-components`).
 *
 * @example
 * defineChoreography({ name: "invoices", decompose: lines("invoice"), passes: [parse] });
 */
export const lines = (kind: string, { maxLineBytes = 2 ** 20 }: LinesOptions = {}): Decompose =>
  async function* (source, { limits, signal }) {
    let rest: Uint8Array = new Uint8Array();
    let number = 0;
    let found = 0;
    const pieces = function* (line: Uint8Array) {
      number += 1;
      const body = trimmed(line);
      if (body.length > maxLineBytes)
        throw new TerminalError(
          "line-too-long",
          `Line ${number} of ${source.name} has more than ${maxLineBytes} bytes`,
        );
      if (isBlank(body)) return;
      found += 1;
      if (found > limits.components)
        throw new TerminalError("too-many-components", `${source.name} has more than ${limits.components} lines`);
      yield pieceOf(`${source.name}!/line ${number}`, kind, body);
    };
    for await (const chunk of source.read()) {
      signal?.throwIfAborted();
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        const part = chunk.subarray(from, end);
        yield* pieces(rest.length > 0 ? Buffer.concat([rest, part]) : part.slice());
        rest = new Uint8Array();
        from = end + 1;
      }
      rest = Buffer.concat([rest, chunk.subarray(from)]);
      if (rest.length > maxLineBytes + 1)
        throw new TerminalError(
          "line-too-long",
          `Line ${number + 1} of ${source.name} has more than ${maxLineBytes} bytes`,
        );
    }
    if (rest.length > 0) yield* pieces(rest);
  };
