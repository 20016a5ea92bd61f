/**
 * Compiles the project's own pack and writes it to src/pack/own-artefact-module.ts:
 *   npm run -w packages/patterns pack
 */
import { writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { compile } from "../src/compile/compile.ts";
import { ownDefinitions } from "../src/pack/index.ts";

const { artefact, summary } = compile(ownDefinitions());
const packed = brotliCompressSync(artefact).toString("base64");
writeFileSync(
  new URL("../src/pack/own-artefact-module.ts", import.meta.url),
  `/** Written by tools/build-own-pack.ts; a test compiles the pack anew and compares. */
export const ownContent = "${summary.content}";
export const ownArtefactModule =
  "${packed}";
`,
);
console.log(`${summary.rules} rules, ${artefact.byteLength} bytes, ${packed.length} characters`);
