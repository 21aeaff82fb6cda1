import { defineConfig } from "vitest/config";

// Tenants of a real size, in time that passes at will, and one in real time: minutes each.
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["test/simulation/**/*.test.ts"],
    // The one in real time waits for most of it.
    maxWorkers: 2,
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
