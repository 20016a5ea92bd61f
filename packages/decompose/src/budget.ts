import type { Limits } from "@torrent/core/unstable";
import { TerminalError } from "@torrent/core/unstable";

/** Directories and skipped entries cost time too: an archive may list this many entries per component allowed. */
const ENTRIES_PER_COMPONENT = 4;

const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/** What taking one package apart may still cost. Every check throws the `TerminalError` that rejects the package. */
export class Budget {
  readonly limits: Limits;
  readonly #signal: AbortSignal | undefined;
  #components = 0;
  #entries = 0;

  constructor(limits: Limits, signal: AbortSignal | undefined) {
    this.limits = limits;
    this.#signal = signal;
  }

  component(name: string): void {
    this.#components++;
    if (this.#components > this.limits.components) this.#tooMany(name);
  }

  entry(archive: string): void {
    this.#signal?.throwIfAborted();
    this.#entries++;
    if (this.#entries > ENTRIES_PER_COMPONENT * this.limits.components) this.#tooMany(archive);
  }

  #tooMany(name: string): never {
    throw new TerminalError(
      "component-limit",
      `More than ${this.limits.components} components, at "${name}": send the package in parts`,
    );
  }

  check(): void {
    this.#signal?.throwIfAborted();
  }
}

/**
 * Counts the bytes that come out of one container, against the bytes of that container, and reports them to the
 * container around it. So the whole package is bounded (each layer counts), and a bomb is caught at any depth.
 */
export class Meter {
  readonly #budget: Budget;
  readonly #name: string;
  readonly #bytesIn: number | undefined;
  readonly #outer: Meter | undefined;
  #out = 0;

  /** `bytesIn` is left out where the size of the container is not known before it was read; the outer meter bounds it then. */
  constructor(budget: Budget, name: string, bytesIn: number | undefined, outer?: Meter) {
    this.#budget = budget;
    this.#name = name;
    this.#bytesIn = bytesIn;
    this.#outer = outer;
  }

  inner(name: string, bytesIn: number | undefined): Meter {
    return new Meter(this.#budget, name, bytesIn, this);
  }

  add(bytes: number): void {
    const { totalBytes, ratio, ratioFloorBytes } = this.#budget.limits;
    this.#out += bytes;
    if (!this.#outer && this.#out > totalBytes)
      throw new TerminalError(
        "size-limit",
        `"${this.#name}" unpacks to more than ${mib(totalBytes)}: send the package in parts`,
      );
    if (this.#bytesIn !== undefined && this.#out > ratioFloorBytes && this.#out > ratio * this.#bytesIn)
      throw new TerminalError(
        "ratio-limit",
        `"${this.#name}" holds more than ${ratio} bytes per byte (${mib(this.#out)} out of ${this.#bytesIn} bytes so far), as a zip bomb does: send the files less compressed, if they are real`,
      );
    this.#outer?.add(bytes);
  }

  async *count(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      this.#budget.check();
      this.add(chunk.length);
      yield chunk;
    }
  }
}
