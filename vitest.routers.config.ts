import { defineConfig } from "vitest/config";
import { BASE } from "./vitest.config.js";

/** The tests that need the routers of test/routers, which have a lock file of their own: `npm run test:routers`. */
export default defineConfig({
  ...BASE,
  test: { ...BASE.test, include: ["test/routers/*.test.ts"], exclude: ["**/node_modules/**"], maxWorkers: 1 },
});
