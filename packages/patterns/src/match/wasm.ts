import { filterNames, tableNames } from "../tables/tier.ts";
import { HIT_ROOM, KERNEL_PADDING, type Kernel, WINDOWS_PER_STEP } from "./kernel.ts";
import { kernelModule } from "./kernel-module.ts";
import type { Loaded } from "./loaded.ts";

interface KernelExports {
  setup(parameters: number): void;
  scan(input: number, hits: number, from: number, to: number, room: number): number;
  next: { value: number };
}

const PAGE = 65536;
/** The kernel's own, behind the parameters: places of filter words, and a queue of 257 steps. */
const SCRATCH_BYTES = 64 + 64 + 257 * 8;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

let compiled: WebAssembly.Module | undefined;

/** What the kernel's `setup` reads, word by word. */
const parametersOf = ({ tables }: Loaded): Uint32Array =>
  Uint32Array.from([
    tables.starts.byteOffset,
    tables.bytes.byteOffset,
    tables.flags.byteOffset,
    tables.hasTriple ? 1 : 0,
    tables.hasPair ? 1 : 0,
    ...filterNames.flatMap((name) => [tables.filters[name].words.byteOffset, tables.filters[name].shift]),
    ...tableNames.flatMap((name) => {
      const { groups, groupBits, buckets, records, shift } = tables.tables[name];
      return [groups.byteOffset, groupBits, buckets.byteOffset, records.byteOffset, shift];
    }),
  ]);

/**
 * The compiled kernel over a database's tables, with areas of its own in the shared memory: kernels of several threads
 * work side by side. The areas stay for as long as the database does, so kernels are borrowed: `Database.borrowKernel`.
 */
export const wasmKernel = (database: Loaded, inputBytes: number): Kernel => {
  const { memory, tables } = database;
  compiled ??= new WebAssembly.Module(new Uint8Array(Buffer.from(kernelModule, "base64")));
  const parameters = parametersOf(database);
  const hitWords = 2 * (HIT_ROOM + WINDOWS_PER_STEP * tables.longestBucket);
  const sizes = [parameters.byteLength + SCRATCH_BYTES, inputBytes + KERNEL_PADDING, 4 * hitWords].map(aligned);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // Growing tells where the memory ended before, so no other thread is given the same place.
  const parametersAt = memory.grow(Math.ceil(total / PAGE)) * PAGE;
  const inputAt = parametersAt + sizes[0]!;
  const hitsAt = inputAt + sizes[1]!;
  new Uint32Array(memory.buffer, parametersAt, parameters.length).set(parameters);
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  const exports = instance.exports as unknown as KernelExports;
  exports.setup(parametersAt);
  return {
    input: new Uint8Array(memory.buffer, inputAt, inputBytes + KERNEL_PADDING),
    hits: new Uint32Array(memory.buffer, hitsAt, hitWords),
    scan: (from, limit) => exports.scan(inputAt, hitsAt, from, limit, HIT_ROOM),
    get next() {
      return exports.next.value >>> 0;
    },
  };
};
