import type { Adapter, VendorPage } from "../../src/adapters/adapter.js";
import { createAmazonConnectFake, type AmazonConnectFake } from "../../src/adapters/amazon-connect/fake.js";
import { amazonConnect } from "../../src/adapters/amazon-connect/index.js";
import { serveFake } from "../../src/adapters/fake/serve.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";
import type { Callback } from "../../src/domain/callback.js";
import type { JsonObject } from "../../src/lib/json.js";

export const NOW = Date.UTC(2026, 5, 1, 12);
export const NUMBER = "+14155550123";

/** An adapter over the fake of Amazon Connect, behind real HTTP. */
export interface AmazonConnectBench {
  readonly adapter: Pick<Required<Adapter>, "get" | "listEnded" | "cancel" | "verify" | "webhook" | "queryFor">;
  readonly fake: AmazonConnectFake;
  /** The time of both, and by how much the adapter's clock is ahead. */
  readonly time: { now: number; aheadMs: number };
  /** Adds a callback; with a word, as it stands by this vendor status. */
  add(vendorStatus?: string): string;
  /** Returns the callback that a contact belongs to. Throws where there is none. */
  read(contactId: string): Promise<Callback>;
  /** Returns every callback that the search for ended ones finds. */
  search(): Promise<Callback[]>;
  /** Opens the adapter again, with other settings. */
  reopen(settings: JsonObject): Promise<void>;
  close(): Promise<void>;
}

export const call = { signal: new AbortController().signal };

/** Serves an empty fake without a limit, and opens an adapter to it. */
export async function openAmazonConnect(settings: JsonObject = {}): Promise<AmazonConnectBench> {
  const time = { now: NOW, aheadMs: 0 };
  const clock = (): number => time.now;
  const fake = createAmazonConnectFake(clock, { count: 0, quota: null });
  const served = await serveFake(fake);
  const open = (own: JsonObject): Required<Adapter> => {
    const all = { ...fake.settings(served.baseUrl), retries: 0, quota: null, ...own };
    const ownClock = (): number => time.now + time.aheadMs;
    const context = {
      source: "care",
      vendor: "AMAZON_CONNECT",
      clock: ownClock,
      stampRequest: countRequests(ownClock),
    };
    return amazonConnect.create(amazonConnect.settings.parse(all), context) as Required<Adapter>;
  };
  let adapter = open(settings);
  return {
    get adapter() {
      return adapter;
    },
    fake,
    time,
    add: (vendorStatus) =>
      fake.add({
        phoneNumber: NUMBER,
        start: NOW + 3_600_000,
        ...(vendorStatus === undefined ? {} : { vendorStatus }),
      }),
    async read(contactId) {
      const [found] = callbacksOf(await adapter.get(contactId, call));
      if (found === undefined) throw new Error("There is no such callback.");
      return found;
    },
    async search() {
      const found: Callback[] = [];
      for await (const page of adapter.listEnded(call)) found.push(...callbacksOf(page));
      return found;
    },
    async reopen(own) {
      await adapter.close();
      adapter = open(own);
    },
    async close() {
      await adapter.close();
      await served.close();
    },
  };
}

export function callbacksOf({ observations }: VendorPage): Callback[] {
  return observations.map(({ callback }) => callback);
}
