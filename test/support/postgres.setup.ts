import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.js";

declare module "vitest" {
  interface ProvidedContext {
    /** One server for all tests; each makes databases of its own in it. */
    readonly postgresUrl: string;
  }
}

/** Runs around all tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide("postgresUrl", server.url());
  return () => server.stop();
}
