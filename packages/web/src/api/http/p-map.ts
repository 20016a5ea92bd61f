import type pMapOf from "p-map";

/** `p-map`, loaded with its first use, so that a cold function starts without it. */
export const pMap: typeof pMapOf = async (...given) => (await import("p-map")).default(...given);
