import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pino } from "pino";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { parseSettings } from "../../src/config/config.js";
import { encodeId } from "../../src/domain/id.js";
import { createGateway, type Gateway } from "../../src/gateway.js";
import type { JsonObject } from "../../src/lib/json.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import { ask } from "../support/ask.js";

const NUMBER = "+14155550123";
const SOURCES = "sources { source { name } freshness error { code } }";

interface Reported {
  readonly callbacks: {
    readonly sources: readonly {
      readonly source: { readonly name: string };
      readonly freshness: string;
      readonly error: object | null;
    }[];
  };
}

/** Other tests stop the clock during a request, and so cannot show how long a response takes. */
describe("data that is requested while the clock runs", () => {
  const served: ServedFake[] = [];
  let gateway: Gateway;
  let url: string;
  let id: string;
  beforeAll(async () => {
    const sources: Record<string, JsonObject> = {};
    for (const definition of ADAPTERS) {
      const fake = definition.createFake(Date.now, { count: 3, quota: null });
      const vendorId = fake.add({ phoneNumber: NUMBER, start: Date.now() + 3_600_000 });
      const server = await serveFake(fake);
      served.push(server);
      const name = definition.vendor.toLowerCase().replaceAll("_", "-");
      sources[name] = { vendor: definition.vendor.toLowerCase(), ...fake.settings(server.baseUrl), quota: null };
      if (name === "talkdesk") id = encodeId("Callback", name, vendorId);
    }
    const sync = { polling: false, directoryMs: 0 };
    const settings = { server: { port: 0 }, sync, freshness: { waitMs: 60_000 }, sources };
    const store = await openSqliteStore(":memory:");
    gateway = await createGateway(
      parseSettings(settings, {}, () => null),
      { store, logger: pino({ level: "silent" }) },
    );
    ({ url } = await gateway.listen());
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all(served.map((server) => server.close()));
  });

  it.each([
    ["a list", `{ callbacks(maxStaleness: "PT0S") { ${SOURCES} } }`],
    ["the open callbacks", `{ callbacks(maxStaleness: "PT0S", filter: { isOpen: true }) { ${SOURCES} } }`],
    ["a number", `{ callbacks(maxStaleness: "PT0S", filter: { phoneNumbers: ["${NUMBER}"] }) { ${SOURCES} } }`],
  ])("is FRESH where nothing older is accepted: %s", async (_, query) => {
    for (let time = 0; time < 2; time += 1) {
      const { callbacks } = await ask<Reported>(url, query);
      const others = callbacks.sources.filter(({ freshness }) => !["FRESH", "UNSUPPORTED"].includes(freshness));
      expect(others).toEqual([]);
      expect(callbacks.sources.some(({ freshness }) => freshness === "FRESH")).toBe(true);
    }
  });

  it("is found by its id", async () => {
    const query = `query ($id: ID!) { callback(id: $id) { id } }`;
    expect(await ask(url, query, { id })).toEqual({ callback: { id } });
  });
});
