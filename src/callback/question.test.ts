import fc from "fast-check";
import { expect, it } from "vitest";
import { questionKey, type Question } from "./question.js";

const key = fc.string({ unit: "binary" });
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.constant<Question>({ by: "list" }),
  key.map((phoneNumber): Question => ({ by: "phoneNumber", phoneNumber })),
  key.map((agentId): Question => ({ by: "agent", agentId })),
  key.map((customerId): Question => ({ by: "customer", customerId })),
  key.map((vendorId): Question => ({ by: "id", vendorId })),
);

it("questions have one key exactly where they are the same question", () => {
  fc.assert(
    fc.property(question, question, (one, other) => {
      expect(questionKey(one) === questionKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      expect(questionKey({ ...one })).toBe(questionKey(one));
    }),
  );
});

it("the same text asks five different things as a number, an agent, a customer and an id", () => {
  const keys = [
    { by: "list" } as const,
    { by: "phoneNumber", phoneNumber: "7" } as const,
    { by: "agent", agentId: "7" } as const,
    { by: "customer", customerId: "7" } as const,
    { by: "id", vendorId: "7" } as const,
  ].map(questionKey);
  expect(new Set(keys).size).toBe(5);
});
