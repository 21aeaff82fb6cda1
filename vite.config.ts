import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compressFiles } from "./vite.compress.js";

// What browsers load. The server serves it from dist/pages, at `/` and `/assets/`.
export default defineConfig({
  root: fileURLToPath(new URL("src/pages/graphiql", import.meta.url)),
  // Relative: the page works below any path.
  base: "./",
  plugins: [compressFiles()],
  build: {
    outDir: fileURLToPath(new URL("dist/pages/graphiql", import.meta.url)),
    emptyOutDir: true,
    // The editor is one large piece, and comes from the machine next door.
    chunkSizeWarningLimit: 10_000,
    rolldownOptions: {
      onLog(level, log, report) {
        // Directives of React's compiler and of servers that render React: they mean nothing in a bundle for browsers.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
});
