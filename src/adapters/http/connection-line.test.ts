import { describe, expect, it } from "vitest";
import { createConnectionLine } from "./connection-line.js";

const never = new AbortController().signal;
const gone = (): Error => new Error("gone");

/** A call that runs until the test ends it. */
function aCall() {
  let end: () => void = () => undefined;
  let hasBegun = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: () => {
      hasBegun = true;
      return ended;
    },
    end: () => end(),
    hasBegun: () => hasBegun,
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the calls to a vendor", () => {
  it.each([1, 2, 8])("run %i at a time, the first come first", async (connections) => {
    const line = createConnectionLine(connections);
    const calls = Array.from({ length: 20 }, aCall);
    const all = calls.map((call) => line.run(call.run, never, gone));
    for (const [index, call] of calls.entries()) {
      await settled();
      expect(calls.filter((one) => one.hasBegun())).toHaveLength(Math.min(20, index + connections));
      expect(line.waiting()).toBe(Math.max(0, 20 - index - connections));
      call.end();
    }
    await Promise.all(all);
  });

  it.each([
    ["one", [1]],
    ["several in a row", [1, 2, 3]],
    ["the last", [5]],
    ["all", [1, 2, 3, 4, 5]],
  ])("continue when %s of the waiting ones are aborted", async (_, given) => {
    const line = createConnectionLine(1);
    const calls = Array.from({ length: 6 }, aCall);
    const controllers = calls.map(() => new AbortController());
    const all = calls.map((call, index) => line.run(call.run, controllers[index]!.signal, gone).catch(String));
    for (const index of given) controllers[index]!.abort();
    expect(line.waiting()).toBe(5 - given.length);
    for (const call of calls) call.end();
    const expected = calls.map((__, index) => (given.includes(index) ? "Error: gone" : undefined));
    expect(await Promise.all(all)).toEqual(expected);
    expect(calls.map((call) => call.hasBegun())).toEqual(calls.map((__, index) => !given.includes(index)));
    expect(line.waiting()).toBe(0);
  });

  it("continue after a call that fails, or that was aborted while it waited", async () => {
    const line = createConnectionLine(1);
    const failing = line.run(() => Promise.reject(new Error("failed")), never, gone);
    const given = line.run(() => Promise.resolve(1), AbortSignal.abort(), gone);
    const next = line.run(() => Promise.resolve(2), never, gone);
    await expect(failing).rejects.toThrow("failed");
    await expect(given).rejects.toThrow("gone");
    expect(await next).toBe(2);
  });
});
