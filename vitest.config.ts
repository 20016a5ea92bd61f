import { defineConfig } from "vitest/config";

const conditions = ["@torrent/source", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    execArgv: ["--conditions=@torrent/source"],
    testTimeout: 60_000,
  },
});
