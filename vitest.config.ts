import { defineConfig } from "vitest/config";

/** Test files that take long and rarely fail: `npm run test:slow`. */
export const SLOW = [
  "test/chaos/**/*.test.ts",
  ...[
    "bulk-crash",
    "cluster",
    "crash",
    "data-directory",
    "deliveries",
    "export-memory",
    "export-spreadsheet",
    "init-prompts",
    "loss",
    "packages",
    "prometheus",
    "retention-crash",
    "rolling-update",
    "tracing",
  ].map((name) => `test/e2e/${name}.test.ts`),
  ...["clock-steps", "failover", "figures"].map((name) => `test/gateway/${name}.test.ts`),
  "src/stores/postgres/replicas.test.ts",
];

/**
 * Test files with a schema of other vendors than the gateway's: a process has one. All others share the modules of their
 * worker, which saves more than half of the suite's CPU, and so must leave nothing behind.
 */
const WITH_OTHER_VENDORS = [
  ...[
    "callback/callback.resolver",
    "callback/callback.type",
    "customer/customer.resolver",
    "execution/fragment-cache",
    "execution/fragment-fields",
    "node.resolver",
    "schema",
    "secret-schema",
    "vendor-record/vendor-record.type",
  ].map((name) => `src/graphql/${name}.test.ts`),
  ...["caches", "limits/cost", "limits/subscription-root", "server"].map((name) => `src/server/${name}.test.ts`),
  "src/loaders/first-pages.test.ts",
  "test/gateway/differences-live.test.ts",
  "test/gateway/executors.test.ts",
  "test/gateway/graphql-http.test.ts",
  "test/gateway/bad-input.test.ts",
  "test/fifth-vendor.test.ts",
];
const ELSEWHERE = [
  "test/browser/**",
  "test/simulation/**",
  "test/routers/**",
  "test/container/**",
  "node_modules/**",
  ...SLOW,
];

const COMMON = {
  // One copy of graphql: Node loads index.js for the packages, the bundler's resolver would load index.mjs for us.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    // A hang is a failure, a busy machine is none.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A condition that is awaited comes sooner or later; on an idle machine, within milliseconds.
    expect: { poll: { timeout: 60_000 } },
  },
};

/** Of every run of tests without a browser. */
export const BASE = {
  ...COMMON,
  test: {
    ...COMMON.test,
    // Also on a machine with two cores: many tests wait for sockets, timers and processes.
    maxWorkers: 2,
    globalSetup: ["test/support/postgres.setup.ts", "test/support/logs.setup.ts"],
  },
};

export default defineConfig({
  ...BASE,
  test: {
    ...BASE.test,
    projects: [
      {
        ...COMMON,
        test: {
          ...COMMON.test,
          name: "shared",
          isolate: false,
          include: ["src/**/*.test.ts", "packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...ELSEWHERE, ...WITH_OTHER_VENDORS],
        },
      },
      { ...COMMON, test: { ...COMMON.test, name: "isolated", include: WITH_OTHER_VENDORS } },
    ],
  },
});
