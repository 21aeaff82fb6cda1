import { expect, it } from "vitest";
import { createCommandKeys } from "./command-keys.js";

function createKeys() {
  let count = 0;
  return createCommandKeys(() => `key-${(count += 1)}`);
}

it("keeps the key of a command whose outcome is open, and takes a new one once it is known", () => {
  const keys = createKeys();
  expect(keys.keyOf({ id: "a" })).toBe("key-1");
  keys.settle(true);
  expect(keys.keyOf({ id: "a" })).toBe("key-1");
  keys.settle(false);
  expect(keys.keyOf({ id: "a" })).toBe("key-2");
});

it("takes a new key for another input, also while the outcome of the last one is open", () => {
  const keys = createKeys();
  expect(keys.keyOf({ agentId: "a" })).toBe("key-1");
  keys.settle(true);
  expect(keys.keyOf({ agentId: "b" })).toBe("key-2");
  keys.settle(true);
  expect(keys.keyOf({ agentId: "a" })).toBe("key-3");
});
