import { defineConfig } from "vite";

// The server in a few files: opening thousands of small ones is most of what a start takes.
export default defineConfig({
  // As Node.js resolves: two copies of a module would not know each other's classes.
  resolve: { extensions: [".js", ".mjs", ".json"] },
  // graphql-js then compares types without its checks for developers, a tenth of what executing takes.
  define: { "process.env.NODE_ENV": '"production"' },
  ssr: {
    resolve: { mainFields: ["main", "module"] },
    noExternal: true,
    // What looks for files of its own, hooks itself into modules, or need not be there.
    external: ["@opentelemetry/api", "@opentelemetry/sdk-node", "class-validator", "libsql", "pg-native", "pino"],
  },
  build: {
    ssr: "dist/main.js",
    outDir: "dist/bundle",
    emptyOutDir: true,
    copyPublicDir: false,
    rolldownOptions: { output: { charset: "ascii", comments: { jsdoc: false, annotation: false } } },
  },
});
