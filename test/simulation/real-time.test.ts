import { afterEach, expect, it } from "vitest";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { createGateway, type Gateway } from "../../src/gateway.js";
import { parseSettings } from "../../src/config/config.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import { ask } from "../support/ask.js";
import { createTestLogger } from "../support/logs.js";
import { mostAMinute } from "../support/tenant.js";
import { definitionOf, populate, watchingNumbers } from "../support/tenant-sizes.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NUMBERS = 2000;
/** Nine tenths of the quota, and a tenth more time. */
const KNOWN_AFTER_MS = (NUMBERS / 270) * 1.1 * MINUTE;
const RUN_MS = 10 * MINUTE;
const SAMPLE_MS = 5 * SECOND;
/** The longest that a change to a callback that is due soon takes to show, at this size. */
const CATCH_UP_MS = 40 * SECOND;

let gateway: Gateway | undefined;
let served: ServedFake | undefined;
afterEach(async () => {
  await gateway?.close();
  await served?.close();
});

interface Sample {
  readonly callbacks: {
    readonly totalCount: number;
    readonly sources: readonly [
      { readonly freshness: string; readonly reason: string | null; readonly asOf: string | null },
    ];
  };
  readonly sources: readonly [
    {
      readonly health: { readonly state: string };
      readonly sync: { readonly neverRequestedKeyCount: number; readonly keyCount: number };
    },
  ];
}

it(
  "knows 2,000 numbers after the time that their quota takes, over real sockets, and is FRESH from then on",
  { timeout: RUN_MS + 2 * MINUTE },
  async () => {
    const definition = definitionOf("WEBEX");
    const fake: FakeVendor = definition.createFake(Date.now, { count: 0 });
    populate(fake, Date.now(), NUMBERS);
    const requests: number[] = [];
    served = await serveFake({
      async handle(request) {
        const before = fake.log.length;
        const response = await fake.handle(request);
        if (fake.log.length > before) requests.push(performance.now());
        return response;
      },
    });
    const north = { vendor: "webex", ...watchingNumbers("WEBEX", fake.settings(served.baseUrl), NUMBERS) };
    const settings = parseSettings({ server: { port: 0 }, sources: { north } }, {}, () => null);
    gateway = await createGateway(settings, { store: await openSqliteStore(":memory:"), logger: createTestLogger() });
    const { url } = await gateway.listen();
    const startedAt = performance.now();
    let knownAfterMs: number | null = null;
    let fresh = 0;
    let after = 0;
    const states = new Set<string>();
    while (performance.now() - startedAt < RUN_MS) {
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
      const data = await ask<Sample>(
        url,
        `{ callbacks(first: 1) { totalCount sources { freshness reason asOf } }
           sources { health { state } sync { neverRequestedKeyCount keyCount } } }`,
      );
      const [source] = data.sources;
      const [report] = data.callbacks.sources;
      states.add(source.health.state);
      expect(source.sync.keyCount).toBe(NUMBERS);
      if (source.sync.neverRequestedKeyCount > 0) {
        expect(report).toMatchObject({ freshness: "STALE", asOf: null });
        expect(report.reason).toContain("never requested: ");
        continue;
      }
      knownAfterMs ??= performance.now() - startedAt;
      expect(data.callbacks.totalCount).toBe(NUMBERS);
      // Those that are due soon had to wait until everything had been looked at once: they are caught up with first.
      if (performance.now() - startedAt < knownAfterMs + CATCH_UP_MS) continue;
      after += 1;
      if (report.freshness === "FRESH") fresh += 1;
    }
    expect(knownAfterMs).not.toBeNull();
    expect(knownAfterMs).toBeLessThanOrEqual(KNOWN_AFTER_MS + SAMPLE_MS);
    expect(fresh / after).toBeGreaterThanOrEqual(0.95);
    expect(after).toBeGreaterThanOrEqual(10);
    expect([...states]).toEqual(["UP"]);
    expect(fake.refusals()).toBe(0);
    expect(mostAMinute(requests)).toBeLessThanOrEqual(300);
    const firstSecond = requests.filter((at) => at < (requests[0] ?? 0) + SECOND).length;
    expect(firstSecond).toBeLessThanOrEqual(10);
  },
);
