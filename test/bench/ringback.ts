import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { startServer, type BenchServer, type ServerSpec } from "./server.js";
import { PER_TENANT, TENANTS } from "./workload.js";

/** The project's directory, from where this is built. */
export const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Asks for GraphQL; rejects where it has errors. */
export async function askOnce<VendorPage>(
  url: string,
  query: string,
  variables: object = {},
  key = "",
): Promise<VendorPage> {
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === "" ? {} : { "x-api-key": key }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { readonly data?: VendorPage; readonly errors?: unknown };
  if (errors !== undefined || data === undefined) throw new Error(JSON.stringify(errors));
  return data;
}

export interface BenchSource {
  readonly vendor: string;
  readonly [setting: string]: unknown;
}

export interface RingbackSettings {
  readonly server?: object;
  readonly sync?: object;
  readonly freshness?: object;
  readonly responses?: object;
  readonly auth?: object;
  /** Names of caches to turn off. Default: all are on. */
  readonly caches?: readonly string[];
  /** A PostgreSQL database instead of the embedded store. */
  readonly databaseUrl?: string | null;
  /** True to leave the limits of callers as they are by default. */
  readonly isLimited?: boolean;
}

/** Ringback as it is started, over the vendors of the comparison. */
export async function startRingback(
  sources: Readonly<Record<string, BenchSource>>,
  { isLimited = false, databaseUrl = null, ...settings }: RingbackSettings = {},
  command: readonly string[] = [join(ROOT, "bin", "ringback.js"), "serve"],
): Promise<BenchServer> {
  const directory = mkdtempSync(join(tmpdir(), "ringback-bench-"));
  const file = join(directory, "ringback.yaml");
  // One caller asks as much as it can: what bounds a caller would be measured instead.
  const operations = {
    rate: { requests: 100_000_000 },
    perCaller: 1_000_000,
    subscriptionsPerCaller: 1_000_000,
    subscriptionBytesPerCaller: 1_000_000_000,
  };
  const server = isLimited
    ? settings.server
    : { operations, subscriptions: { socketsPerCaller: 1_000_000 }, ...settings.server };
  const content = { dataDirectory: join(directory, "data"), logLevel: "error", sources, ...settings, server };
  writeFileSync(file, stringify(content));
  const spec: ServerSpec = {
    name: "Ringback",
    command,
    environment: { RINGBACK_CONFIG: file, ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) },
    probe: async (url) =>
      settings.auth === undefined
        ? (await askOnce<object>(url, "{ __typename }")) !== null
        : (await fetch(`${url}/health/ready`)).ok,
  };
  const started = await startServer(spec);
  return {
    ...started,
    async close() {
      await started.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The sources of the comparison. */
export function tenantSources(vendors: string): Readonly<Record<string, BenchSource>> {
  return Object.fromEntries(
    TENANTS.map((name) => [
      name,
      { vendor: "talkdesk", baseUrl: `${vendors}/${name}`, accessToken: "bench", defaultRegion: "US" },
    ]),
  );
}

/** Waits until everything that the vendors hold is in the store, and gives some ids. */
export async function filled(url: string, count = PER_TENANT * TENANTS.length, key = ""): Promise<readonly string[]> {
  const query = "{ callbacks(first: 100) { totalCount nodes { id } } }";
  for (let tries = 0; tries < 600; tries += 1) {
    const { callbacks } = await askOnce<{ callbacks: { totalCount: number; nodes: readonly { id: string }[] } }>(
      url,
      query,
      {},
      key,
    );
    if (callbacks.totalCount >= count) return callbacks.nodes.map(({ id }) => id);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the store was not filled");
}
