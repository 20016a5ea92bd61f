import { ArtefactError, type Directory, readDirectory } from "../artefact/format.ts";
import type { StoredRule } from "../compile/compile.ts";
import { nodeOf } from "../compile/rule.ts";
import type { Budget } from "../regex/dfa.ts";
import { RegexFinder } from "../regex/finder.ts";
import { type FilterName, filterNames, type TableName, tableNames } from "../tables/tier.ts";
import { KERNEL_PADDING, type Kernel } from "./kernel.ts";
import type { LoadedFilter, LoadedTable, LoadedTables } from "./loaded.ts";
import { wasmKernel } from "./wasm.ts";

/** Below this address the kernel's module may keep statics of its own. */
const ARTEFACT_ADDRESS = 65536;
const PAGE = 65536;
/** Pages that kernels may ask for beyond the tables: room for input and hits of many threads. */
const MAX_PAGES = 16384;

/** What all automata of a thread may take; hostile input could make them grow without end. */
const MAX_FINDERS_BYTES = 64 * 2 ** 20;

/**
 * A loaded artefact: views on one shared memory, in which the kernels of all threads work. Threads are handed `memory`
 * and open the same tables without a copy.
 */
export class Database {
  readonly memory: WebAssembly.Memory;
  readonly directory: Directory;
  readonly tables: LoadedTables;
  readonly ruleCount: number;
  /** Rules of the slow lane. */
  readonly slow: Uint32Array;
  readonly #infoStarts: Uint32Array;
  readonly #infoText: Uint8Array;
  readonly #rules = new Map<number, StoredRule>();
  #finders: (RegexFinder | undefined)[];
  readonly #idleKernels: Kernel[] = [];
  #budget: Budget = { bytes: 0 };

  private constructor(memory: WebAssembly.Memory, directory: Directory) {
    this.memory = memory;
    this.directory = directory;
    const view = <T>(name: string, make: (buffer: ArrayBufferLike, offset: number, bytes: number) => T): T => {
      const section = directory.get(name);
      if (!section) throw new ArtefactError(`The pattern artefact has no section "${name}"`);
      return make(memory.buffer, ARTEFACT_ADDRESS + section.offset, section.bytes);
    };
    const u32 = (name: string): Uint32Array => view(name, (b, o, n) => new Uint32Array(b, o, n / 4));
    const i32 = (name: string): Int32Array => view(name, (b, o, n) => new Int32Array(b, o, n / 4));
    const u16 = (name: string): Uint16Array => view(name, (b, o, n) => new Uint16Array(b, o, n / 2));
    const u8 = (name: string): Uint8Array => view(name, (b, o, n) => new Uint8Array(b, o, n));
    const shape = u32("shape");
    this.ruleCount = shape[0]!;
    this.#finders = new Array(this.ruleCount);
    this.slow = u32("slow");
    this.#infoStarts = u32("info.starts");
    this.#infoText = u8("info.text");
    const filterBits = shape.subarray(4);
    const bucketBits = filterBits.subarray(filterNames.length);
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
            buckets: u32(`${name}.buckets`),
            records: i32(`${name}.records`),
            offsets: u16(`${name}.offsets`),
            shift: 32 - bucketBits[i]!,
          },
        ]),
      ) as Record<TableName, LoadedTable>,
      hasPair: directory.get("pair.records")!.bytes > 0,
      hasTriple: directory.get("triple.records")!.bytes > 0,
    };
  }

  /** The tables of another thread's database, by its `memory` and `directory`. */
  static share(memory: WebAssembly.Memory, directory: Directory): Database {
    return new Database(memory, directory);
  }

  /** Copies an artefact into shared memory and checks that it is whole. Throws an {@link ArtefactError}. */
  static load(artefact: Uint8Array): Database {
    const directory = readDirectory(artefact);
    const pages = Math.ceil((ARTEFACT_ADDRESS + artefact.byteLength) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages + MAX_PAGES, shared: true });
    new Uint8Array(memory.buffer).set(artefact, ARTEFACT_ADDRESS);
    return new Database(memory, directory);
  }

  rule(rule: number): StoredRule {
    let stored = this.#rules.get(rule);
    if (!stored) {
      const text = this.#infoText.slice(this.#infoStarts[rule]!, this.#infoStarts[rule + 1]!);
      stored = {
        nocase: false,
        severity: "medium",
        tags: [],
        ...JSON.parse(Buffer.from(text).toString()),
      } as StoredRule;
      this.#rules.set(rule, stored);
    }
    return stored;
  }

  /** The automata of a regex, kept and growing with use; all are dropped where together they grow too large. */
  finder(rule: number): RegexFinder {
    if (this.#budget.bytes > MAX_FINDERS_BYTES) {
      this.#finders = new Array(this.ruleCount);
      this.#budget = { bytes: 0 };
    }
    let finder = this.#finders[rule];
    if (!finder) {
      const { kind, value = "", nocase, split = -1, reach = Number.POSITIVE_INFINITY } = this.rule(rule);
      finder = new RegexFinder(nodeOf({ kind, value, nocase }), split, reach, this.#budget);
      this.#finders[rule] = finder;
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
