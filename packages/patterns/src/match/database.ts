import { ArtefactError, type Directory, hostOffset } from "../artefact/format.ts";
import { readRule, type StoredRule } from "../artefact/stored-rule.ts";
import { nodeOf } from "../compile/rule.ts";
import type { Budget } from "../regex/dfa.ts";
import { RegexFinder } from "../regex/finder.ts";
import { type FilterName, filterNames, type TableName, tableNames } from "../tables/tier.ts";
import { KERNEL_PADDING, type Kernel } from "./kernel.ts";
import { ARTEFACT_ADDRESS, loadBytes, loadFile, type Shared } from "./load.ts";
import type { LoadedFilter, LoadedTable, LoadedTables } from "./loaded.ts";
import { wasmKernel } from "./wasm.ts";

/** What all automata of a thread may take; hostile input could make them grow without end. */
const MAX_FINDERS_BYTES = 64 * 2 ** 20;

/**
 * A loaded artefact: views on one shared memory, in which the kernels of all threads work, and on what else there is of
 * the artefact, which stays where it is.
 */
export class Database {
  readonly memory: WebAssembly.Memory;
  readonly #directory: Directory;
  #host: Uint8Array;
  readonly tables: LoadedTables;
  readonly ruleCount: number;
  /** Rules of the slow lane. */
  readonly slow: Uint32Array;
  readonly #infoStarts: Uint32Array;
  readonly #infoText: Uint8Array;
  readonly #rules = new Map<number, StoredRule>();
  readonly #finders = new Map<number, RegexFinder>();
  readonly #idleKernels: Kernel[] = [];
  #budget: Budget = { bytes: 0 };

  private constructor({ memory, directory, host }: Shared) {
    this.memory = memory;
    this.#directory = directory;
    this.#host = host;
    const hostFrom = hostOffset(directory);
    const view = <T>(name: string, make: (buffer: ArrayBufferLike, offset: number, bytes: number) => T): T => {
      const section = directory.get(name);
      if (!section) throw new ArtefactError(`The pattern artefact has no section "${name}"`);
      const { offset, bytes } = section;
      return offset < hostFrom
        ? make(memory.buffer, ARTEFACT_ADDRESS + offset, bytes)
        : make(host.buffer, host.byteOffset + offset - hostFrom, bytes);
    };
    const u32 = (name: string): Uint32Array => view(name, (b, o, n) => new Uint32Array(b, o, n / 4));
    const i32 = (name: string): Int32Array => view(name, (b, o, n) => new Int32Array(b, o, n / 4));
    const u16 = (name: string): Uint16Array => view(name, (b, o, n) => new Uint16Array(b, o, n / 2));
    const u8 = (name: string): Uint8Array => view(name, (b, o, n) => new Uint8Array(b, o, n));
    const shape = u32("shape");
    this.ruleCount = shape[0]!;
    this.slow = u32("slow");
    this.#infoStarts = u32("info.starts");
    this.#infoText = u8("info.text");
    const filterBits = shape.subarray(4);
    const tableBits = filterBits.subarray(filterNames.length);
    this.tables = {
      starts: u32("starts"),
      bytes: u8("bytes"),
      flags: u8("flags"),
      rules: u32("rules"),
      longestNeedle: shape[2]!,
      longestBucket: shape[3]!,
      filters: Object.fromEntries(
        filterNames.map((name, i) => [name, { words: i32(`${name}.filter`), shift: 32 - filterBits[i]! }]),
      ) as Record<FilterName, LoadedFilter>,
      tables: Object.fromEntries(
        tableNames.map((name, i) => [
          name,
          {
            groups: u32(`${name}.groups`),
            groupBits: tableBits[2 * i + 1]!,
            buckets: u16(`${name}.buckets`),
            records: u16(`${name}.records`),
            shift: 32 - tableBits[2 * i]!,
          },
        ]),
      ) as Record<TableName, LoadedTable>,
      hasPair: directory.get("pair.records")!.bytes > 0,
      hasTriple: directory.get("triple.records")!.bytes > 0,
    };
  }

  /** The database of another thread, by what its `share` returned. */
  static of(shared: Shared): Database {
    return new Database(shared);
  }

  /**
   * Checks that an artefact is whole and copies its tables into shared memory. What it tells of rules is read where it
   * stands, so `artefact` is not to be changed afterwards. Throws an {@link ArtefactError}.
   */
  static load(artefact: Uint8Array): Database {
    return new Database(loadBytes(artefact));
  }

  /** As `load`, from a file. Throws also what the file system says. */
  static async open(path: string): Promise<Database> {
    return new Database(await loadFile(path));
  }

  /** For other threads; the first call copies into shared memory what is not there yet. */
  share(): Shared {
    if (!(this.#host.buffer instanceof SharedArrayBuffer)) {
      const host = new Uint8Array(new SharedArrayBuffer(this.#host.length));
      host.set(this.#host);
      this.#host = host;
    }
    return { memory: this.memory, directory: this.#directory, host: this.#host };
  }

  rule(rule: number): StoredRule {
    let stored = this.#rules.get(rule);
    if (!stored) {
      const text = this.#infoText.slice(this.#infoStarts[rule]!, this.#infoStarts[rule + 1]!);
      stored = readRule(Buffer.from(text).toString());
      this.#rules.set(rule, stored);
    }
    return stored;
  }

  /** The automata of a regex, kept and growing with use; all are dropped where together they grow too large. */
  finder(rule: number): RegexFinder {
    if (this.#budget.bytes > MAX_FINDERS_BYTES) {
      this.#finders.clear();
      this.#budget = { bytes: 0 };
    }
    let finder = this.#finders.get(rule);
    if (!finder) {
      const { kind, value = "", nocase, place, reach = Number.POSITIVE_INFINITY } = this.rule(rule);
      finder = new RegexFinder(nodeOf({ kind, value, nocase }), place, reach, this.#budget);
      this.#finders.set(rule, finder);
    }
    return finder;
  }

  /** A kernel for inputs of that size: one that was given back, else a new one. */
  borrowKernel(inputBytes: number): Kernel {
    const idle = this.#idleKernels.findIndex(({ input }) => input.length === inputBytes + KERNEL_PADDING);
    return idle < 0 ? wasmKernel(this, inputBytes) : this.#idleKernels.splice(idle, 1)[0]!;
  }

  returnKernel(kernel: Kernel): void {
    this.#idleKernels.push(kernel);
  }
}
