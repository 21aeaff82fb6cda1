import { defineConfig } from "vitest/config";
import { BASE } from "./vitest.config.js";

/** The image, and the examples that start it: `npm run test:container`. */
export default defineConfig({
  ...BASE,
  test: { ...BASE.test, include: ["test/container/*.test.ts"], exclude: ["**/node_modules/**"], maxWorkers: 1 },
});
