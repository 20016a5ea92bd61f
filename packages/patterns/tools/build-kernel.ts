/**
 * Compiles src/kernel/kernel.ts to WebAssembly and writes it to src/match/kernel-module.ts:
 *   npm run -w packages/patterns kernel
 */
import { writeFileSync } from "node:fs";
import { compileKernel, kernelModuleSource } from "./compile-kernel.ts";

const wasm = await compileKernel();
writeFileSync(new URL("../src/match/kernel-module.ts", import.meta.url), kernelModuleSource(wasm));
console.log(`${wasm.length} bytes`);
