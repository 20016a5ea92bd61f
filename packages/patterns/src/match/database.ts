import { ArtefactError, readDirectory } from "../artefact/format.ts";
import type { StoredRule } from "../compile/compile.ts";
import { tiers } from "../tables/tier.ts";

export interface LoadedTier {
  filter: Uint8Array;
  buckets: Uint32Array;
  records: Int32Array;
  filterShift: number;
  bucketShift: number;
}

export interface LoadedTables {
  starts: Uint32Array;
  bytes: Uint8Array;
  candidate: Uint8Array;
  rules: Uint32Array;
  /** In the order of `tiers`. */
  tiers: readonly LoadedTier[];
  /** Whether there are needles of 3 or 4 bytes, and of 1 or 2. */
  hasTriple: boolean;
  hasPair: boolean;
  longestNeedle: number;
  longestBucket: number;
}

/** Below this address the kernel's module may keep statics of its own. */
const ARTEFACT_ADDRESS = 65536;
const PAGE = 65536;
/** Pages that kernels may ask for beyond the tables: room for input and hits of many threads. */
const MAX_PAGES = 16384;

/**
 * A loaded artefact: views on one shared memory, in which the kernels of all threads work. Threads are handed `memory`
 * and open the same tables without a copy.
 */
export class Database {
  readonly memory: WebAssembly.Memory;
  readonly tables: LoadedTables;
  readonly ruleCount: number;
  /** Rules of the slow lane. */
  readonly slow: Uint32Array;
  readonly #infoStarts: Uint32Array;
  readonly #infoText: Uint8Array;
  readonly #rules = new Map<number, StoredRule>();

  private constructor(memory: WebAssembly.Memory, directory: ReturnType<typeof readDirectory>) {
    this.memory = memory;
    const view = <T>(name: string, make: (buffer: ArrayBufferLike, offset: number, bytes: number) => T): T => {
      const section = directory.get(name);
      if (!section) throw new ArtefactError(`The pattern artefact has no section "${name}"`);
      return make(memory.buffer, ARTEFACT_ADDRESS + section.offset, section.bytes);
    };
    const u32 = (name: string): Uint32Array => view(name, (b, o, n) => new Uint32Array(b, o, n / 4));
    const i32 = (name: string): Int32Array => view(name, (b, o, n) => new Int32Array(b, o, n / 4));
    const u8 = (name: string): Uint8Array => view(name, (b, o, n) => new Uint8Array(b, o, n));
    const shape = u32("shape");
    this.ruleCount = shape[0]!;
    this.slow = u32("slow");
    this.#infoStarts = u32("info.starts");
    this.#infoText = u8("info.text");
    this.tables = {
      starts: u32("starts"),
      bytes: u8("bytes"),
      candidate: u8("candidate"),
      rules: u32("rules"),
      longestNeedle: shape[2]!,
      longestBucket: shape[3]!,
      tiers: tiers.map(({ name }, i) => ({
        filter: u8(`${name}.filter`),
        buckets: u32(`${name}.buckets`),
        records: i32(`${name}.records`),
        filterShift: 32 - shape[4 + 2 * i]!,
        bucketShift: 32 - shape[5 + 2 * i]!,
      })),
      hasPair: directory.get("pair.records")!.bytes > 0,
      hasTriple: directory.get("triple.records")!.bytes > 0,
    };
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
}
