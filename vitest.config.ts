import { defineConfig } from "vitest/config";

/** Test files that take long and rarely fail: `npm run test:slow`. */
export const SLOW = [
  "test/chaos/**/*.test.ts",
  ...[
    "bulk-crash",
    "cluster",
    "crash",
    "data-directory",
    "export-memory",
    "export-spreadsheet",
    "loss",
    "rolling-update",
    "tracing",
  ].map((name) => `test/e2e/${name}.test.ts`),
  ...["clock-steps", "figures"].map((name) => `test/gateway/${name}.test.ts`),
];

// One copy of graphql: Node loads index.js for the packages, the bundler's resolver would load index.mjs for us.
export default defineConfig({
  resolve: {
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  test: {
    include: ["src/**/*.test.ts", "packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/simulation/**", "node_modules/**", ...SLOW],
    // Also on a machine with two cores: many tests wait for sockets, timers and processes.
    maxWorkers: 2,
    // A hang is a failure, a busy machine is none.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A condition that is awaited comes sooner or later; on an idle machine, within milliseconds.
    expect: { poll: { timeout: 60_000 } },
    globalSetup: ["test/support/postgres.setup.ts", "test/support/logs.setup.ts"],
  },
});
