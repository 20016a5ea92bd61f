export * from "./compose.ts";
export * from "./executor.ts";
export * from "./loop.ts";
