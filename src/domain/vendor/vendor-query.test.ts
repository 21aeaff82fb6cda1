import fc from "fast-check";
import { expect, it } from "vitest";
import { vendorQueryKey, type VendorQuery } from "./vendor-query.js";

const key = fc.string({ unit: "binary" });
const query: fc.Arbitrary<VendorQuery> = fc.oneof(
  fc.constant<VendorQuery>({ by: "list" }),
  key.map((phoneNumber): VendorQuery => ({ by: "phoneNumber", phoneNumber })),
  key.map((agentId): VendorQuery => ({ by: "agent", agentId })),
  key.map((customerId): VendorQuery => ({ by: "customer", customerId })),
  key.map((vendorId): VendorQuery => ({ by: "id", vendorId })),
);

it("queries have equal keys exactly if they are equal", () => {
  fc.assert(
    fc.property(query, query, (one, other) => {
      expect(vendorQueryKey(one) === vendorQueryKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      expect(vendorQueryKey({ ...one })).toBe(vendorQueryKey(one));
    }),
  );
});

it("distinguishes a number, an agent, a customer and an id of equal text", () => {
  const keys = [
    { by: "list" } as const,
    { by: "phoneNumber", phoneNumber: "7" } as const,
    { by: "agent", agentId: "7" } as const,
    { by: "customer", customerId: "7" } as const,
    { by: "id", vendorId: "7" } as const,
  ].map(vendorQueryKey);
  expect(new Set(keys).size).toBe(5);
});
