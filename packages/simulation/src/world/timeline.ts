import type { VirtualClock } from "@torrent/core/testing/memory";

export interface Entry {
  /** Milliseconds since the run began. */
  at: number;
  process: string;
  what: string;
}

/** What happened, in order. Kept only where someone will read it: writing it down costs more than the run. */
export class Timeline {
  readonly entries: Entry[] = [];
  readonly #clock: VirtualClock;
  readonly #start: number;
  readonly #kept: boolean;

  constructor(clock: VirtualClock, kept: boolean) {
    this.#clock = clock;
    this.#start = clock.now();
    this.#kept = kept;
  }

  note(process: string, what: () => string): void {
    if (this.#kept) this.entries.push({ at: this.#clock.now() - this.#start, process, what: what() });
  }

  toString(): string {
    return this.entries.map(({ at, process, what }) => `${stamp(at)}  ${process.padEnd(22)} ${what}`).join("\n");
  }
}

/** `h:mm:ss.mmm` */
const stamp = (ms: number): string => {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${Math.floor(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
};
