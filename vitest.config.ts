import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import LongestFirst from "./scripts/longest-first.ts";

const conditions = ["@torrent/source", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    execArgv: ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"],
    // Type tests: one run of tsc over them and what they import.
    typecheck: { enabled: true, include: ["packages/*/test/**/*.test-d.ts"], tsconfig: "./tsconfig.types.json" },
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
});
