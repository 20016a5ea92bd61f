/**
 * The address of a module next to this one, for threads and processes that are started with it: `.ts` where the sources run, `.js`
 * where they were built.
 *
 * @example
 * new Worker(siblingModule("./thread", import.meta.url));
 */
export const siblingModule = (name: string, from: string): URL =>
  new URL(`${name}${from.endsWith(".ts") ? ".ts" : ".js"}`, from);
