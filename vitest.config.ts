import { defineConfig } from "vitest/config";

const conditions = ["@torrent/source", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    execArgv: ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"],
    reporters: ["default", "./scripts/count-reporter.ts"],
    setupFiles: ["./scripts/fixed-seed.ts"],
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
