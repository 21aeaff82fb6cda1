import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { encodeId } from "../../src/domain/id.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import type { JsonObject } from "../../src/lib/json.js";
import { parseSettings, type Settings } from "../../src/config/config.js";
import { createGateway } from "../../src/gateway.js";
import { listQuarantine } from "../../src/cli/quarantine.js";
import { openStore } from "../../src/stores/registry.js";
import { ask } from "../support/ask.js";
import { folderOf } from "../support/folder-of.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const NUMBER = "+14155550111";

describe.each(ADAPTERS.map((definition) => [folderOf(definition.vendor), definition] as const))(
  "a record of %s that cannot be read",
  (name, definition) => {
    let directory: string;
    let fake: FakeVendor;
    let served: ServedFake;
    let settings: Settings;

    beforeEach(async () => {
      directory = mkdtempSync(join(tmpdir(), "ringback-"));
      fake = definition.createFake(() => NOW, { count: 0 });
      served = await serveFake(fake);
      const sources = { [name]: { vendor: definition.vendor.toLowerCase(), ...fake.settings(served.baseUrl) } };
      const file = { server: { port: 0 }, dataDirectory: directory, sync: { polling: false }, sources };
      settings = parseSettings(file, {}, () => null);
    });
    afterEach(async () => {
      await served.close();
      rmSync(directory, { recursive: true, force: true });
    });

    const withGateway = async <Result>(use: (url: string) => Promise<Result>): Promise<Result> => {
      const gateway = await createGateway(settings, { clock: () => NOW, logger: pino({ level: "silent" }) });
      try {
        return await use((await gateway.listen()).url);
      } finally {
        await gateway.close();
      }
    };
    const known = (url: string): Promise<{ callbacks: { nodes: { vendorId: string }[] } }> => {
      const filters = [`phoneNumbers: ["${NUMBER}"]`, 'contactId: "customer-1"'].map(
        (key, index) => `f${index}: callbacks(first: 10, filter: { ${key} }) { totalCount }`,
      );
      // A vendor that is queried by id alone, after its events.
      const ids = fake.webhook?.due === undefined ? [] : [...fake.records.keys()];
      const byId = ids.map((id, index) => `c${index}: callback(id: "${encodeId("Callback", name, id)}") { id }`);
      return ask(url, `{ ${[...filters, ...byId].join(" ")} }`).then(() =>
        ask(url, "{ callbacks(first: 10) { nodes { vendorId } } }"),
      );
    };

    it("costs no other record, is listed without its content, and is recorded once it can be read", async () => {
      const add = (): string => fake.add({ phoneNumber: NUMBER, start: NOW + 3_600_000, customerId: "customer-1" });
      const [bad, good] = [add(), add()];
      const readable = structuredClone(fake.records.get(bad)) as JsonObject;
      fake.corrupt(bad);
      const first = await withGateway(known);
      expect(first.callbacks.nodes.map(({ vendorId }) => vendorId)).toEqual([good]);

      const lines = await listQuarantine(settings, false);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(bad);
      expect(lines.join()).not.toContain("5550111");
      expect((await listQuarantine(settings, true)).join()).toContain("5550111");

      // As if a later version could read what this one cannot.
      const store = await openStore(settings);
      const [kept] = await store.readQuarantine(10);
      if (kept === undefined) throw new Error("nothing was kept");
      await store.releaseQuarantined(kept);
      const quarantined = [{ vendorId: bad, raw: readable, reason: "status: expected text" }];
      await store.record({ source: name, observations: [], quarantined, answered: null, now: NOW });
      await store.close();
      await served.close();

      const second = await withGateway((url) =>
        ask<{ callbacks: { nodes: { vendorId: string }[] } }>(url, "{ callbacks(first: 10) { nodes { vendorId } } }"),
      );
      expect(second.callbacks.nodes.map(({ vendorId }) => vendorId).toSorted()).toEqual([bad, good].toSorted());
      expect(await listQuarantine(settings, false)).toEqual(["The quarantine is empty: all records could be read."]);
    });
  },
);
