import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import type { Callback } from "../../src/domain/callback.js";
import { NO_CUSTOMER } from "../../src/domain/callback.js";
import { aCallback, stampOf } from "../support/observations.js";
import { ANNA, heldBy, NOW, openBench, waysOf } from "./adapters.js";

const NOBODY = ["+266696687", "7378742833", "0000000000", "+15555555555", "Restricted", "anonymous", "unknown"];
const EXTENSIONS = ["+14155550100 ext. 22", "(415) 555-0100 x9", "+14155550100,22", "tel:+14155550100;ext=5"];
const WRITTEN = ["\u202a+14155550100\u202c", "tel:+14155550100", "+1\u00a0415\u200b5550100"];

describe.each(ADAPTERS)("the adapter of $vendor, for unusual phone numbers,", (definition) => {
  /** A callback of this number, as the adapter reads it. */
  const read = async (phoneNumber: string): Promise<Callback["customer"] | undefined> => {
    const bench = await openBench(definition);
    const id = bench.fake.add({
      ...heldBy(waysOf(definition), ANNA),
      phoneNumber,
    });
    const { observations } = bench.adapter.reread(bench.fake.records.get(id) ?? null, stampOf(NOW));
    await bench.close();
    return observations[0]?.callback.customer;
  };

  it.each([...NOBODY, ...EXTENSIONS])("keeps %j as it is, and links it to no customer", async (raw) => {
    expect(await read(raw)).toMatchObject({
      phoneNumber: null,
      phoneNumberRaw: raw,
    });
  });

  it.each(WRITTEN)("reads %j as the number that it is, and keeps it", async (raw) => {
    expect(await read(raw)).toMatchObject({
      phoneNumber: "+14155550100",
      phoneNumberRaw: raw,
    });
  });

  it.each(NOBODY)("sends no query for %j", async (phoneNumberRaw) => {
    const bench = await openBench(definition);
    const query = bench.adapter.queryFor(aCallback({ customer: { ...NO_CUSTOMER, phoneNumberRaw } }));
    expect(query?.by).not.toBe("phoneNumber");
    await bench.close();
  });
});
