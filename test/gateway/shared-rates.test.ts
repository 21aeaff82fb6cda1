import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPostgresStore } from "../../src/stores/postgres/postgres.js";
import { authOf, type TestKey } from "../support/access.js";
import { createDatabase, startPostgres, type PostgresServer } from "../support/postgres.js";
import { startWorld, type World } from "../support/world.js";

const ANA: TestKey = { id: "ana", key: "ana-key", scopes: ["callbacks:read"], sources: "*" };
const BEN: TestKey = { id: "ben", key: "ben-key", scopes: ["callbacks:read"], sources: "*" };

let postgres: PostgresServer;
let world: World;
let gateways: readonly string[];
beforeEach(async () => {
  postgres = await startPostgres();
  const { url } = await createDatabase(postgres.url());
  const server = {
    operations: { rate: { requests: 20, perMs: 3_600_000 } },
    failedLogins: { requests: 5, perMs: 3_600_000 },
  };
  world = await startWorld({
    settings: { auth: authOf(ANA, BEN), server },
    openStore: () => openPostgresStore({ url, connections: 4, statementTimeoutMs: 60_000 }),
  });
  gateways = [world.url, (await world.join()).url];
});
afterEach(async () => {
  await world.close();
  await postgres.stop();
});

async function statusOf(gateway: string | undefined, key: string): Promise<number> {
  const response = await fetch(`${gateway ?? ""}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": key },
    body: JSON.stringify({ query: "{ viewer { id } }" }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function send(gateway: string | undefined, key: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let count = 0; count < times; count += 1) statuses.push(await statusOf(gateway, key));
  return statuses;
}

describe("gateways of one store", () => {
  it("share the rate of a caller: what one has served, the others no longer serve", async () => {
    const [here, there] = gateways;
    expect(await send(here, ANA.key, 18)).toEqual(Array.from({ length: 18 }, () => 200));
    // It reads from the store what is left when it says what it has served.
    await expect.poll(() => statusOf(there, ANA.key), { interval: 50 }).toBe(429);
    await expect.poll(() => statusOf(here, ANA.key), { interval: 50 }).toBe(429);
    expect(await statusOf(there, BEN.key)).toBe(200);
  });

  it("share the count of failed logins of an address", async () => {
    const [here, there] = gateways;
    await send(here, "a guess", 5);
    await expect.poll(() => statusOf(there, "a guess"), { interval: 50 }).toBe(429);
  });
});
