import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { execute } from "../../../test/support/execute.js";
import { stubLoaders } from "../../../test/support/stub-loaders.js";
import type { JsonObject } from "../../lib/json.js";

const ACME_FIELDS = [
  "id",
  "customerName",
  "attempts",
  "isUrgent",
  "createdAt",
  "callDate",
  "callTime",
  "wait",
  "link",
  "state",
  "tags",
  "extra",
  "additionalFields",
];

async function show(record: JsonObject, vendor = "ACME"): Promise<{ data: unknown; errors: readonly unknown[] }> {
  const query = `{ callbacks { nodes { vendorRecord { __typename ... on AcmeCallback { ${ACME_FIELDS.join(" ")} }
    ... on UmbrellaCallback { number } } } } }`;
  const loaders = stubLoaders({ rows: [{ fields: { vendor }, record }] });
  const { data, errors } = await execute<{ callbacks: { nodes: { vendorRecord: unknown }[] } }>(query, loaders);
  return { data: data.callbacks.nodes[0]?.vendorRecord, errors };
}

describe("a vendor's record", () => {
  it("has the vendor's own names, typed, with undocumented fields beside", async () => {
    const record = {
      id: 17,
      customer_name: "Ada",
      attempts: "3",
      is_urgent: "true",
      created_at: 1_767_225_600_000,
      call_date: "2026-01-01",
      call_time: "14:30",
      wait: 90,
      link: "http://example.com",
      state: "done",
      tags: [{ a: 1 }],
      extra: { b: [2] },
      colour: "red",
    };
    expect((await show(record)).data).toEqual({
      __typename: "AcmeCallback",
      id: "17",
      customerName: "Ada",
      attempts: 3,
      isUrgent: true,
      createdAt: "2026-01-01T00:00:00.000Z",
      callDate: "2026-01-01",
      callTime: "14:30",
      wait: "PT1M30S",
      link: "http://example.com",
      state: "DONE",
      tags: [{ a: 1 }],
      extra: { b: [2] },
      additionalFields: { colour: "red" },
    });
  });

  it("is of its own vendor's type", async () => {
    expect((await show({ number: "555" }, "UMBRELLA")).data).toEqual({ __typename: "UmbrellaCallback", number: "555" });
  });

  it("keeps an undocumented value in the raw record, with null in its field", async () => {
    expect((await show({ state: "PAUSED" })).data).toMatchObject({
      state: null,
      additionalFields: { state: "PAUSED" },
    });
  });

  it("is returned raw if it does not parse any more", async () => {
    const record = { id: { not: "text" }, tags: "none" };
    expect((await show(record)).data).toMatchObject({ id: null, tags: null, additionalFields: record });
  });

  it("never fails an operation, whatever it contains", async () => {
    const names = [
      "id",
      "attempts",
      "created_at",
      "call_date",
      "call_time",
      "wait",
      "link",
      "state",
      "tags",
      "extra",
      "is_urgent",
    ];
    const record = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(record, async (fields) => {
        const { data, errors } = await show(JSON.parse(JSON.stringify(fields)) as JsonObject);
        expect(errors).toEqual([]);
        expect(data).toMatchObject({ __typename: "AcmeCallback" });
      }),
      { numRuns: 300 },
    );
  });
});
