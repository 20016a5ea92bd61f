import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import LongestFirst from "./scripts/longest-first.ts";

const conditions = ["@torrent/source", "node", "development|production"];

/** Tests that take minutes, and that a change to one part cannot break alone: `npm run test:deep` runs these, `npm test` all others. */
const deepTests = ["packages/*/test/**/*.deep.test.ts", "test/**/*.deep.test.ts"];

export default defineConfig(({ mode }) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    ...(mode === "deep"
      ? { include: deepTests }
      : {
          include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...deepTests],
        }),
    execArgv: ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"],
    // Type tests: one run of tsc over them and what they import.
    typecheck: {
      enabled: mode !== "deep",
      include: ["packages/*/test/**/*.test-d.ts"],
      tsconfig: "./tsconfig.types.json",
    },
    reporters: ["default", "./scripts/count-reporter.ts"],
    // The processes that tests start compile each module once, and not each for itself.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url)) },
    sequence: { sequencer: LongestFirst },
    setupFiles: ["./scripts/fixed-seed.ts"],
    // Test files that follow one another in a process share its modules, which halves the processor time: a test undoes what it
    // stubs, and no module keeps what a test could see.
    isolate: false,
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What a page or a process comes to is waited for, for as long as a busy machine takes.
    expect: { poll: { timeout: 30_000 } },
  },
}));
