import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Callback } from "../../domain/callback.js";
import type { JsonValue } from "../../lib/json.js";
import { gate } from "../../../test/support/refresher-bench.js";
import type { VendorPage, MappingContext } from "../adapter.js";
import {
  completePage,
  findRowId,
  mergePages,
  mergeWhenAllEnded,
  NOTHING,
  parseEnvelope,
  readRows,
  requireId,
  type RowReader,
} from "./vendor-page.js";
import { stampOf } from "../../../test/support/observations.js";

const context: MappingContext = { source: "north", vendor: "ACME", defaultRegion: null };

/** Reads `{ id, name }`; a name `bad` breaks the mapping, and `odd` is an invalid value. */
const reader: RowReader = {
  idFields: ["id", "other_id"],
  read(raw) {
    const { id, name } = z.object({ id: z.string().nullish(), name: z.string({ error: "expected text" }) }).parse(raw);
    if (name === "bad") throw new TypeError(`cannot read ${name}`);
    const callback = { vendorId: requireId(id ?? null, "id"), reason: name } as unknown as Callback;
    return { callback, raw: { id: id ?? null, name }, coerced: name === "odd" ? ["name"] : [] };
  },
};

function answer(observedAt: number, ids: readonly string[], isComplete = true): VendorPage {
  const rows = ids.map((id) => ({ id, name: "a" }));
  return { ...readRows(rows, reader, context, stampOf(observedAt)), isComplete };
}

describe("rows", () => {
  it("are read one by one, each with the time of its request", () => {
    const { observations, quarantined, coerced } = readRows(
      [
        { id: "1", name: "odd" },
        { id: "2", name: "odd" },
      ],
      reader,
      context,
      stampOf(500),
    );
    expect(observations.map(({ callback, observedAt }) => [callback.vendorId, observedAt])).toEqual([
      ["1", 500],
      ["2", 500],
    ]);
    expect(observations[0]?.vendorRecord).toEqual({ id: "1", name: "odd" });
    expect([quarantined, coerced]).toEqual([[], ["name", "name"]]);
  });

  it.each<[JsonValue, string | null, string]>([
    [{ id: "7", name: { secret: "+14155550100" } }, "7", "name: expected text"],
    [{ id: "7", name: "bad" }, "7", "(root): cannot be mapped (TypeError)"],
    [{ name: "a" }, null, "id: is missing"],
    ["+14155550100", null, "(root): Invalid input: expected object, received string"],
    [null, null, "(root): Invalid input: expected object, received null"],
  ])(
    "that cannot be read (%j) are kept apart with the reason and without a value, and cost no others",
    (row, id, reason) => {
      const read = readRows([row, { id: "1", name: "a" }], reader, context, stampOf(500));
      expect(read.observations.map(({ callback }) => callback.vendorId)).toEqual(["1"]);
      expect(read.quarantined).toEqual([{ vendorId: id, raw: row, reason }]);
    },
  );

  it.each<[JsonValue, string | null]>([
    [{ id: "a", other_id: "b" }, "a"],
    [{ id: " ", other_id: "b" }, "b"],
    [{ id: 0 }, "0"],
    [{ id: { a: 1 } }, null],
    [["id"], null],
    [null, null],
  ])("are known by their id, as far as there is one: %j", (row, id) => {
    expect(findRowId(row, reader.idFields)).toBe(id);
  });
});

describe("a page", () => {
  it("is complete unless a row in it could be any", () => {
    expect(completePage(readRows([{ id: "1" }], reader, context, stampOf(500))).isComplete).toBe(true);
    expect(completePage(readRows([{}], reader, context, stampOf(500))).isComplete).toBe(false);
    expect(NOTHING.isComplete).toBe(true);
  });

  it("merged from several contains each callback once, by its latest observation", () => {
    const merged = mergePages([answer(100, ["1", "2"]), answer(300, ["2", "3"]), answer(200, ["2"])]);
    expect(merged.observations.map(({ callback, observedAt }) => [callback.vendorId, observedAt])).toEqual([
      ["1", 100],
      ["2", 300],
      ["3", 300],
    ]);
  });

  it("merged from several is complete only if all are", () => {
    expect(mergePages([answer(1, []), answer(1, [])]).isComplete).toBe(true);
    expect(mergePages([answer(1, []), answer(1, [], false)]).isComplete).toBe(false);
  });
});

describe("an envelope", () => {
  const schema = z.object({ data: z.array(z.unknown(), { error: "expected a list" }) });

  it("is read", () => {
    expect(parseEnvelope(schema, { data: [1] }, "north")).toEqual({ data: [1] });
  });

  it("is malformed if it has another shape, with the field and no value", () => {
    expect(() => parseEnvelope(schema, { data: "+14155550100" }, "north")).toThrowError(
      expect.objectContaining({
        code: "VENDOR_MALFORMED",
        source: "north",
        message: "the response of north has an unexpected structure (data: expected a list)",
      }) as Error,
    );
  });

  it("of several calls fails once all have ended", async () => {
    const held = gate();
    const late = held.opened.then(() => answer(1, []));
    let isOver = false;
    const merged = mergeWhenAllEnded([Promise.reject(new Error("cut")), late]).finally(() => (isOver = true));
    const ended = expect(merged).rejects.toThrow("cut");
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    held.open();
    await ended;
  });

  it("of several calls is merged", async () => {
    const merged = await mergeWhenAllEnded([Promise.resolve(answer(1, ["1"])), Promise.resolve(answer(1, ["2"]))]);
    expect(merged.observations.map(({ callback }) => callback.vendorId)).toEqual(["1", "2"]);
  });
});
