import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QuarantinedRecord } from "../../src/domain/vendor/quarantine.js";
import type { JsonValue } from "../../src/lib/json.js";
import type { Store } from "../../src/stores/store.js";
import { STORES, type StorePlace } from "./stores.js";

describe.each(STORES)("the quarantine of the $name store", (engine) => {
  let store: Store;
  let where: StorePlace;
  beforeEach(async () => {
    where = await engine.place();
    store = await where.open();
  });
  afterEach(async () => {
    await store.close();
    await where.remove();
  });

  const keep = (now: number, quarantined: readonly QuarantinedRecord[], source = "north") =>
    store.record({ source, observations: [], quarantined, answered: null, now });
  const unread = (vendorId: string | null, raw: JsonValue, reason = "start: expected text") => ({
    vendorId,
    raw,
    reason,
  });

  it.each<[string, (poll: number) => QuarantinedRecord]>([
    ["a moving time", (poll) => unread("1", { id: "1", start: poll })],
    ["a growing list", (poll) => unread("1", { id: "1", notes: Array.from({ length: poll }, () => "note") })],
    ["another reason", (poll) => unread("1", { id: "1" }, `field ${poll}: expected text`)],
    ["other fields", (poll) => unread("1", { id: "1", [`field${poll}`]: poll })],
    ["a moving time and no id", (poll) => unread(null, { name: "Grace", start: poll, tags: [String(poll)] })],
    ["its fields in another order", (poll) => unread(null, poll % 2 === 0 ? { a: 1, b: "x" } : { b: "y", a: 2 })],
    ["lists in another order", (poll) => unread(null, { list: poll % 2 === 0 ? [1, "a", {}] : [{}, "b", 2, 3] })],
    ["an id that no engine keeps as it is", (poll) => unread("a\0\ud83d", { start: poll })],
    ["a very long id", (poll) => unread("x".repeat(5000), { start: poll })],
    ["nothing that could be kept", () => unread(null, null, "(record): is nested too deeply")],
  ])("keeps a record with %s at every poll once, counted, as it came last", async (_, make) => {
    for (let poll = 1; poll <= 5; poll += 1) await keep(poll * 1000, [make(poll)]);
    const last = make(5);
    expect(await store.readQuarantine(10)).toMatchObject([
      { source: "north", raw: last.raw, reason: last.reason, seenCount: 5, firstSeenAt: 1000, lastSeenAt: 5000 },
    ]);
  });

  it.each<[string, QuarantinedRecord, QuarantinedRecord]>([
    ["ids", unread("1", { start: 1 }), unread("2", { start: 1 })],
    ["shapes", unread(null, { start: 1 }), unread(null, { start: "1" })],
    ["fields", unread(null, { start: 1 }), unread(null, { end: 1 })],
  ])("keeps records of different %s apart", async (_, first, second) => {
    await keep(1000, [first, second]);
    await keep(1000, [first], "south");
    expect(await store.readQuarantine(10)).toHaveLength(3);
  });

  it("contains the latest thousand of a source and deletes records last observed before a moment", async () => {
    await keep(500, [unread("other", {})], "south");
    for (let part = 0; part < 3; part += 1) {
      await keep(
        1000 + part,
        Array.from({ length: 400 }, (_, index) => unread(`${part} ${index}`, { start: index })),
      );
    }
    const kept = await store.readQuarantine(5000);
    expect(kept.filter(({ source }) => source === "north")).toHaveLength(1000);
    expect(kept.filter(({ vendorId }) => vendorId?.startsWith("0 "))).toHaveLength(200);
    expect(kept.filter(({ vendorId }) => vendorId?.startsWith("2 "))).toHaveLength(400);
    await store.trimQuarantine(1002);
    expect(await store.readQuarantine(5000)).toHaveLength(400);
  });
});
