import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createReadFloor, type ReadFloor } from "./read-floor.js";

/** Requests for the primary's position that wait for a response, oldest first. */
let requests: { readonly respond: (position: number) => Promise<void>; readonly fail: () => Promise<void> }[];
let floor: ReadFloor;

beforeEach(async () => {
  vi.useFakeTimers();
  requests = [];
  const readPosition = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const settle = async (run: () => void): Promise<void> => {
        run();
        await vi.advanceTimersByTimeAsync(0);
      };
      requests.push({
        respond: (position) => settle(() => resolve(position)),
        fail: () => settle(() => reject(new Error("the primary is down"))),
      });
    });
  floor = createReadFloor({ readPosition, maxLagMs: 1000 });
  await requests.shift()?.respond(10);
  await requests.shift()?.respond(11);
});
afterEach(() => {
  floor.close();
  vi.useRealTimers();
});

describe("the position that a replica must have replayed", () => {
  it("is not known between a write and the response to a request after it", async () => {
    expect(floor.position()).toBe(11);
    floor.noteWrite();
    expect(floor.position()).toBeNull();
    floor.noteWrite();
    await requests.shift()?.respond(12);
    // The second write may have come after the position was read.
    expect(floor.position()).toBeNull();
    await requests.shift()?.respond(13);
    expect(floor.position()).toBe(13);
  });

  it("rises without a write of this gateway, and is at most as old as a replica may lag", async () => {
    await vi.advanceTimersByTimeAsync(500);
    await requests.shift()?.respond(20);
    expect([floor.position(), floor.lagPosition()]).toEqual([11, 10]);
    await vi.advanceTimersByTimeAsync(500);
    await requests.shift()?.respond(30);
    expect([floor.position(), floor.lagPosition()]).toEqual([20, 20]);
  });

  it.each(["hangs", "fails"])("is not known while the primary %s", async (how) => {
    await vi.advanceTimersByTimeAsync(500);
    if (how === "fails") await requests.shift()?.fail();
    else await vi.advanceTimersByTimeAsync(500);
    expect([floor.position(), floor.lagPosition()]).toEqual([null, null]);
    if (how === "fails") await vi.advanceTimersByTimeAsync(500);
    await requests.shift()?.respond(40);
    expect(floor.position()).toBe(40);
  });

  it("begins anew with another primary, whose positions may be lower", async () => {
    floor.restart();
    expect(floor.position()).toBeNull();
    await requests.shift()?.respond(5);
    await vi.advanceTimersByTimeAsync(500);
    await requests.shift()?.respond(6);
    expect([floor.position(), floor.lagPosition()]).toEqual([6, 6]);
  });
});
