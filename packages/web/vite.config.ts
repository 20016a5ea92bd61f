import { defineConfig } from "vite";

export default defineConfig({
  root: new URL("src/dashboard", import.meta.url).pathname,
  resolve: { conditions: ["@torrent/source", "module", "browser", "development|production"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: new URL("dist/dashboard", import.meta.url).pathname,
    emptyOutDir: true,
    target: "es2024",
    modulePreload: { polyfill: false },
    // The content security policy allows no data: scripts or fonts.
    assetsInlineLimit: 0,
  },
  server: { host: "127.0.0.1", proxy: { "/api": "http://127.0.0.1:7700" } },
});
