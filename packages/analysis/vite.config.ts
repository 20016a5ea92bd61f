import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The panel's part in the dashboard, as one module that brings its styles along. */
export default defineConfig({
  root: path("dashboard"),
  resolve: { conditions: ["@torrent/source", "module", "browser", "development|production"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: path("dist/dashboard"),
    emptyOutDir: true,
    target: "es2024",
    lib: { entry: path("dashboard/panel.tsx"), formats: ["es"], fileName: () => "panel.js" },
  },
});
