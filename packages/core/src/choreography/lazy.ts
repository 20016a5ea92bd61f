/** A part of a choreography that is loaded when it is first used: `{ load: () => import("./heavy.ts") }`. */
export interface Lazy<T> {
  load(): Promise<T | { readonly default: T }>;
}

const loaded = new WeakMap<object, Promise<unknown>>();

const isLazy = <T>(part: T | Lazy<T>): part is Lazy<T> =>
  typeof part === "object" && part !== null && "load" in part && typeof part.load === "function";

/** The part itself, loaded once in a process; a load that failed is tried again. */
export const resolved = async <T extends object>(part: T | Lazy<T>): Promise<T> => {
  if (!isLazy<T>(part)) return part;
  const known = loaded.get(part) as Promise<T> | undefined;
  if (known) return known;
  const loading = part
    .load()
    .then((module) => ("default" in module ? (module as { default: T }).default : module) as T);
  loaded.set(part, loading);
  loading.catch(() => loaded.delete(part));
  return loading;
};
