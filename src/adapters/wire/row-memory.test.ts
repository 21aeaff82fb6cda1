import { describe, expect, it } from "vitest";
import { aCallback, requestedAt, stampOf } from "../../../test/support/observations.js";
import { contentHashOf } from "../../domain/change/observation.js";
import type { JsonValue } from "../../lib/json.js";
import { readRows, UnreadableRow, type RowReader } from "./vendor-page.js";
import { rememberRows } from "./row-memory.js";

const CONTEXT = { source: "north", vendor: "ACME", defaultRegion: null };

function counting(): { reader: RowReader; read: JsonValue[] } {
  const read: JsonValue[] = [];
  const reader = rememberRows({
    idFields: ["id"],
    read(raw) {
      read.push(raw);
      if (raw === null) throw new UnreadableRow("nothing");
      return { callback: aCallback(), raw: raw as object as never, coerced: ["zone"] };
    },
  });
  return { reader, read };
}

describe("rows that were read before", () => {
  it("are the same row again, with all that was wrong with it", () => {
    const { reader, read } = counting();
    const first = reader.read({ id: "1", name: "Ada" }, CONTEXT);
    const second = reader.read({ id: "1", name: "Ada" }, CONTEXT);
    expect(second).toBe(first);
    expect(second.coerced).toEqual(["zone"]);
    expect(read).toHaveLength(1);
  });

  it("are read anew where anything in them is different", () => {
    const { reader, read } = counting();
    const rows = [{ id: "1" }, { id: 1 }, { id: "1", name: null }, { name: null, id: "1" }];
    for (const row of rows) reader.read(row, CONTEXT);
    expect(read).toEqual(rows);
  });

  it("fail as often as they are read", () => {
    const { reader } = counting();
    for (let time = 0; time < 2; time += 1) expect(() => reader.read(null, CONTEXT)).toThrow(UnreadableRow);
  });

  it("have the content hash of the record, computed once", () => {
    const { reader } = counting();
    const [first] = readRows([{ id: "1" }], reader, CONTEXT, stampOf(1)).observations;
    const [second] = readRows([{ id: "1" }], reader, CONTEXT, stampOf(2)).observations;
    expect(second).toEqual({ ...first, ...requestedAt(2) });
    expect(second?.contentHash).toBe(contentHashOf({ callback: aCallback(), vendorRecord: { id: "1" } }));
  });
});
