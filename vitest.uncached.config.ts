import { defineConfig } from "vitest/config";
import config from "./vitest.config.js";

// The promises of the gateway are the same without caches.
export default defineConfig({
  ...config,
  test: { ...config.test, include: ["test/gateway/**/*.test.ts"], env: { RINGBACK_CACHES: "off" } },
});
