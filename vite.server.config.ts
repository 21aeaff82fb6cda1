import { defineConfig } from "vite";
import EXTERNAL from "./scripts/external-packages.json" with { type: "json" };

// The server in a few files: opening thousands of small ones is most of what a start takes.
export default defineConfig({
  // As Node.js resolves: two copies of a module would not know each other's classes.
  resolve: { extensions: [".js", ".mjs", ".json"] },
  // graphql-js then compares types without its checks for developers, a tenth of what executing takes.
  define: { "process.env.NODE_ENV": '"production"' },
  ssr: {
    resolve: { mainFields: ["main", "module"] },
    noExternal: true,
    external: [...EXTERNAL.required, ...EXTERNAL.optional, ...EXTERNAL.unused],
  },
  build: {
    ssr: "dist/main.js",
    outDir: "dist/bundle",
    emptyOutDir: true,
    copyPublicDir: false,
    // The bundle contains the code of others, whose licences ask for their text.
    license: { fileName: "licences.md" },
    rolldownOptions: { output: { charset: "ascii", comments: { jsdoc: false, annotation: false } } },
  },
});
