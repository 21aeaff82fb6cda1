import { describe, expect, it } from "vitest";
import { createFairQueue } from "./fair-queue.js";

/** A fair queue whose clock a test moves, and the order in which work began. */
function createTrial() {
  const time = { now: 0 };
  const fairQueue = createFairQueue(() => time.now);
  const order: string[] = [];
  const done: (void | Promise<void>)[] = [];
  const ask = (caller: string, count: number, takesMs = 0): void => {
    for (let index = 0; index < count; index += 1) {
      done.push(
        fairQueue.take(caller, 0, () => {
          order.push(caller);
          time.now += takesMs;
        }),
      );
    }
  };
  return {
    time,
    fairQueue,
    order,
    ask,
    all: async () => void (await Promise.all(done.map((one) => Promise.resolve(one)))),
  };
}

describe("turns", () => {
  it("runs work at once for a caller that has done little", () => {
    const { order, ask } = createTrial();
    ask("ana", 3);
    ask("ben", 1);
    expect(order).toEqual(["ana", "ana", "ana", "ben"]);
  });

  it("returns what work returns, and throws what it throws, at once or later", async () => {
    const { fairQueue, ask } = createTrial();
    const fail = (): never => {
      throw new Error("no");
    };
    expect(fairQueue.take("ana", 0, () => 1)).toBe(1);
    expect(() => fairQueue.take("ana", 0, fail)).toThrow("no");
    ask("ana", 100);
    await expect(fairQueue.take("ana", 0, () => 2)).resolves.toBe(2);
    ask("ana", 100);
    await expect(fairQueue.take("ana", 0, fail)).rejects.toThrow("no");
  });

  it.each([
    ["quick", 0],
    ["slow", 2],
    ["slower than a tick each", 50],
  ])("lets another caller in before all of one's thousand %s operations", async (_, takesMs) => {
    const { order, ask, all } = createTrial();
    ask("ana", 1000, takesMs);
    ask("ben", 1, takesMs);
    await all();
    expect(order.indexOf("ben")).toBeLessThan(20);
    expect(order.filter((caller) => caller === "ana")).toHaveLength(1000);
  });

  it("serves callers by turns, each in its own order", async () => {
    const { time, fairQueue, all, ask } = createTrial();
    const begun: string[] = [];
    ask("first", 1, 100);
    const waits = ["ana", "ben", "cleo"].flatMap((caller) =>
      [1, 2, 3].map((index) =>
        fairQueue.take(caller, 0, () => {
          begun.push(`${caller} ${index}`);
          time.now += 1.5;
        }),
      ),
    );
    await all();
    await Promise.all(waits.map((one) => Promise.resolve(one)));
    expect(begun.slice(0, 3).toSorted()).toEqual(["ana 1", "ben 1", "cleo 1"]);
    for (const caller of ["ana", "ben", "cleo"]) {
      expect(begun.filter((one) => one.startsWith(caller))).toEqual([1, 2, 3].map((index) => `${caller} ${index}`));
    }
  });

  it("begins fewer dear operations in a tick", async () => {
    const { fairQueue, order, ask, all } = createTrial();
    ask("ana", 1);
    fairQueue.charge("ana", 50_000);
    ask("ana", 1);
    ask("ben", 1);
    expect(order).toEqual(["ana", "ben"]);
    await all();
    expect(order).toEqual(["ana", "ben", "ana"]);
  });

  it("refuses what would have too much wait, and goes on once some of it was done", async () => {
    const { fairQueue, ask, all, order } = createTrial();
    ask("ana", 100);
    const waiting = fairQueue.take("ana", 16_000_000, () => undefined);
    expect(() => fairQueue.take("ana", 1_000_000, () => undefined)).toThrow(
      expect.objectContaining({ code: "TOO_MANY_OPERATIONS", limit: { name: "waiting", allowed: 16_777_216 } }),
    );
    // Another caller is none the worse for it.
    expect(fairQueue.take("ben", 16_000_000, () => "at once")).toBe("at once");
    await Promise.all([all(), waiting]);
    expect(order).toHaveLength(100);
    await fairQueue.take("ana", 16_000_000, () => undefined);
  });
});
