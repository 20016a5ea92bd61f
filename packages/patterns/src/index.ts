export { ArtefactError, FORMAT_VERSION, type Section, type Sections, writeArtefact } from "./artefact/format.ts";
export { buildPack, type PackSummary, writeArtefactFile } from "./build-pack.ts";
export type { Candidate, Verdict } from "./check/candidate.ts";
export { base62, checksumHolds } from "./check/checksum.ts";
export { entropyOf } from "./check/entropy.ts";
export { isPlaceholder } from "./check/placeholder.ts";
export { type Setting, type Syntax, settingOf, syntaxOf } from "./check/syntax.ts";
export { isEvident, verify } from "./check/verify.ts";
export { type CompileSummary, compile, type Quarantined } from "./compile/compile.ts";
export { nodeOf } from "./compile/rule.ts";
export type { Allow, Check, CheckInput } from "./definition/check.ts";
export {
  Definition,
  type DefinitionError,
  type DefinitionInput,
  MAX_LITERAL_BYTES,
  severities,
} from "./definition/definition.ts";
export { describeErrors, type ReadResult, readDefinitions } from "./definition/read.ts";
export { type GenerateOptions, generatePack } from "./generate/generate.ts";
export { type Format, formatOf } from "./import/format.ts";
export { importPack } from "./import/import.ts";
export { Database } from "./match/database.ts";
export { HIT_ROOM, KERNEL_PADDING, type Kernel, WINDOWS_PER_STEP } from "./match/kernel.ts";
export { type ParallelOptions, ScanThreads } from "./match/parallel.ts";
export { type Match, scanBytes } from "./match/scan.ts";
export { BLOCK_BYTES, type OnMatch, Scanner, type ScannerOptions } from "./match/scanner.ts";
export { twinKernel } from "./match/twin.ts";
export { wasmKernel } from "./match/wasm.ts";
export { expandExample, ownDefinitions, type PackRule, packs } from "./pack/index.ts";
export { ownArtefact } from "./pack/own-artefact.ts";
export { ownContent } from "./pack/own-artefact-module.ts";
export { PackError, type PackText, readPacks } from "./read-packs.ts";
export { REACH } from "./regex/finder.ts";
export { type Node, sourceOf } from "./regex/syntax.ts";
