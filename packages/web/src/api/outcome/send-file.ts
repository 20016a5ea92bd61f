import type { streamFile } from "./stream-file.ts";

/** As `streamFile`, which is loaded with its first use, so that a cold function starts without it. */
export const sendFile: typeof streamFile = async (...given) => (await import("./stream-file.ts")).streamFile(...given);
