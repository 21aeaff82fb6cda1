import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compressFiles } from "./vite.compress.js";

// The wallboard. The server serves it from dist/pages, at `/wallboard` and `/wallboard/assets/`.
export default defineConfig({
  root: fileURLToPath(new URL("src/wallboard", import.meta.url)),
  // Relative: the page works below any path.
  base: "./",
  plugins: [compressFiles()],
  build: {
    outDir: fileURLToPath(new URL("dist/pages/wallboard", import.meta.url)),
    emptyOutDir: true,
    // The page is at `wallboard`, without a slash at its end: relative to it, its assets are one step down.
    assetsDir: "wallboard/assets",
    // Nothing is inlined: the policy of the page lets styles and scripts come from files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      onLog(level, log, report) {
        // Directives for servers that render React: they mean nothing in a bundle for browsers.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
});
