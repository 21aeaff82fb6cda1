import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { startWorld, type World } from "../support/world.js";

const QUERY = `{ wallboardSettings { thresholds {
  waiting { warn critical } longestWait { warn critical } overdue { warn critical } promiseKeptRate { warn critical }
} } }`;

describe("the thresholds of wallboards", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ settings: { wallboard: { thresholds: { waiting: { warn: 3 }, overdue: null } } } });
  });
  afterAll(() => world.close());

  it("are those of the settings, with defaults for the others, and null where they are off", async () => {
    expect(await ask(world.url, QUERY)).toEqual({
      wallboardSettings: {
        thresholds: {
          waiting: { warn: 3, critical: 25 },
          longestWait: { warn: "PT10M", critical: "PT30M" },
          overdue: null,
          promiseKeptRate: { warn: 0.9, critical: 0.75 },
        },
      },
    });
  });

  it("change with a reload, without a restart", async () => {
    expect(await world.reload({ wallboard: { thresholds: { waiting: { warn: 1, critical: 2 } } } })).toEqual([]);
    await expect
      .poll(async () => JSON.stringify(await ask(world.url, `${QUERY} # again`)), { timeout: 5000 })
      .toContain('"waiting":{"warn":1,"critical":2}');
  });

  it.each([
    [{ waiting: { warn: 5, critical: 4 } }, "wallboard.thresholds.waiting: warn must not be larger than critical"],
    [
      { promiseKeptRate: { warn: 0.5, critical: 0.6 } },
      "wallboard.thresholds.promiseKeptRate: warn must not be smaller than critical",
    ],
    [{ waitingCount: { warn: 5 } }, "unknown setting: waitingCount"],
  ])("are rejected where they contradict each other: %j", async (thresholds, message) => {
    await expect(world.reload({ wallboard: { thresholds } })).rejects.toThrow(message);
  });
});
