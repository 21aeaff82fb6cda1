import { defineConfig } from "vitest/config";
import { BASE, SLOW } from "./vitest.config.js";

export default defineConfig({
  ...BASE,
  test: { ...BASE.test, include: SLOW, exclude: ["node_modules/**"], maxWorkers: 1 },
});
