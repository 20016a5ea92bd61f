import { brotliDecompressSync } from "node:zlib";
import { ownArtefactModule } from "./own-artefact-module.ts";

/**
 * The project's own pack, compiled: text in a module, so that it is there wherever the code is bundled, and small enough
 * to be committed. Compiling it at first use would cost a cold start several tenths of a second.
 */
export const ownArtefact = (): Uint8Array => brotliDecompressSync(Buffer.from(ownArtefactModule, "base64"));
