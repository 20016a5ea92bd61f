import { defineConfig, type UserConfig } from "vite";

/** Where the API is: this machine's own, or that of a stage under `sst dev`. */
const api = () => process.env.TORRENT_API ?? "http://127.0.0.1:7700";

export default defineConfig(
  (): UserConfig => ({
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
    // The stage's router answers to its own name only.
    server: { host: "127.0.0.1", proxy: { "/api": { target: api(), changeOrigin: true } } },
  }),
);
