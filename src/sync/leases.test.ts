import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import type { Store } from "../stores/store.js";
import { startLeases, type Leases } from "./leases.js";

let store: Store;
let released: string[];
let leases: Leases | null;
beforeEach(async () => {
  released = [];
  const opened = await openSqliteStore(":memory:");
  const releaseLeases: Store["releaseLeases"] = (gateway, names) => {
    released.push(...names);
    return opened.releaseLeases(gateway, names);
  };
  store = { ...opened, releaseLeases };
});
afterEach(async () => {
  await leases?.close();
  await store.close();
});

describe("leases whose names change", () => {
  it("are acquired at once, and released once the work of a removed name has ended by itself", async () => {
    let names = ["north"];
    const begun: string[] = [];
    const aborted: string[] = [];
    const ends = new Map<string, () => void>();
    const hold = (name: string, signal: AbortSignal): Promise<void> => {
      begun.push(name);
      return new Promise((resolve) => {
        ends.set(name, resolve);
        signal.addEventListener("abort", () => {
          aborted.push(name);
          resolve();
        });
      });
    };
    // Longer than the test: only `update` starts a round.
    const leaseMs = 3_600_000;
    const logger = pino({ level: "silent" });
    const running = startLeases({ store, logger, gateway: "one", names: () => names, leaseMs, hold });
    leases = running;
    await expect.poll(() => begun).toEqual(["north"]);
    names = ["north", "south"];
    running.update();
    await expect.poll(() => begun).toEqual(["north", "south"]);
    names = ["south", "west"];
    running.update();
    await expect.poll(() => begun).toEqual(["north", "south", "west"]);
    expect(running.held()).toEqual(["north", "south", "west"]);
    expect([released, aborted]).toEqual([[], []]);
    ends.get("north")?.();
    await expect
      .poll(() => {
        running.update();
        return released;
      })
      .toEqual(["north"]);
    expect(running.held()).toEqual(["south", "west"]);
    // A name that came back is acquired again.
    names = ["north", "south", "west"];
    running.update();
    await expect.poll(() => begun).toEqual(["north", "south", "west", "north"]);
  });
});
