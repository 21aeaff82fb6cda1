import { defineConfig } from "vitest/config";
import { BASE } from "./vitest.config.js";

/** Tests of the gateway whose subject is no response: alerts, metrics, clocks, sizes, the end of the process. */
const WITHOUT_RESPONSES = ["alerts", "clock-steps", "closing", "compression", "hosts", "metrics", "webhook-sizes"];

// The promises of the gateway are the same without caches.
export default defineConfig({
  ...BASE,
  test: {
    ...BASE.test,
    include: ["test/gateway/**/*.test.ts"],
    exclude: WITHOUT_RESPONSES.map((name) => `test/gateway/${name}.test.ts`),
    env: { RINGBACK_CACHES: "off" },
  },
});
