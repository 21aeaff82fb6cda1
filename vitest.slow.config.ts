import { defineConfig } from "vitest/config";
import config, { SLOW } from "./vitest.config.js";

export default defineConfig({
  ...config,
  test: { ...config.test, include: SLOW, exclude: ["node_modules/**"], maxWorkers: 1 },
});
