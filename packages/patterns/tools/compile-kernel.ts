import { readFile } from "node:fs/promises";
import asc from "assemblyscript/asc";

const source = new URL("../src/kernel/kernel.ts", import.meta.url);

/** The compiler's flags: shared memory from the host, no runtime of its own, SIMD with its relaxed part. */
const flags = [
  "kernel.ts",
  "--outFile",
  "kernel.wasm",
  "-O3",
  "--converge",
  "--noAssert",
  "--runtime",
  "stub",
  "--importMemory",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
  "--enable",
  "threads",
  "--enable",
  "simd",
  "--enable",
  "relaxed-simd",
];

/** The same source and the same compiler give the same bytes. */
export const compileKernel = async (): Promise<Uint8Array> => {
  const text = await readFile(source, "utf8");
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main(flags, {
    readFile: (name) => (name === "kernel.ts" ? text : null),
    writeFile: (name, contents) => {
      if (name === "kernel.wasm" && typeof contents !== "string") wasm = contents;
    },
    listFiles: () => [],
  });
  if (error || !wasm) throw new Error(`The kernel does not compile: ${stderr.toString()}`, { cause: error });
  return wasm;
};

export const kernelModuleSource = (wasm: Uint8Array): string => `/**
 * Written by tools/build-kernel.ts from src/kernel/kernel.ts; a test compiles it anew and compares. Text, not a file of
 * its own, so that it is there wherever the code is bundled.
 */
export const kernelModule =
  "${Buffer.from(wasm).toString("base64")}";
`;
