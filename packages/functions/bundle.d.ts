/** How every function is bundled; `bench/cold-start.ts` measures with the same. */
export declare const bundle: {
  esbuild: {
    conditions: string[];
    mainFields: string[];
  };
  minify: boolean;
  splitting: boolean;
};
/** The parsers that ANALYZE and the worker run in a process of its own, which has to be a file; see `isolated.ts` of the passes. */
export declare const parsers: {
  entry: string;
  file: string;
};
/** Puts {@link parsers} into a bundle's folder, with files of their own for what only some documents need. */
export declare const withParsers: (root: string) => (folder: string) => Promise<void>;
