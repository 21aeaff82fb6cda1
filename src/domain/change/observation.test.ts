import { describe, expect, it } from "vitest";
import { aCallback } from "../../../test/support/observations.js";
import { contentHashOf } from "./observation.js";

const RECORD = { id: "1", tags: ["a", "b"], due: "2026-06-01T12:00:00Z", _links: { self: "/1" } };
const hashOf = (vendorRecord: typeof RECORD | object, fields = {}): string =>
  contentHashOf({ callback: aCallback(fields), vendorRecord: vendorRecord as typeof RECORD });

describe("the content hash of a record", () => {
  it("is the same in every process", () => {
    expect(contentHashOf({ callback: {} as never, vendorRecord: { id: "1" } })).toBe("sgDyNPfwO7qRdPQEa-8Mjp");
  });

  it.each([
    ["another order of a list", { ...RECORD, tags: ["b", "a"] }],
    ["another form of an instant", { ...RECORD, due: "2026-06-01T14:00:00.000+02:00" }],
    ["another link", { ...RECORD, _links: { self: "/2" } }],
    ["an empty member", { ...RECORD, note: null }],
  ])("is equal for another spelling: %s", (_, record) => {
    expect(hashOf(record)).toBe(hashOf(RECORD));
  });

  it("differs for another content, and for another mapping of the same record", () => {
    expect(hashOf({ ...RECORD, id: "2" })).not.toBe(hashOf(RECORD));
    expect(hashOf(RECORD, { reason: "billing" })).not.toBe(hashOf(RECORD));
  });

  it("covers what the vendor's own comparison covers", () => {
    const comparable = ({ id }: object & { readonly id?: unknown }): string => String(id);
    const [first, second] = [1, 2].map((polls) =>
      contentHashOf({ callback: aCallback(), vendorRecord: { id: "1", polls }, comparable }),
    );
    expect(second).toBe(first);
  });
});
