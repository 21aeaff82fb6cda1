import { describe, expect, it } from "vitest";
import { scriptedAdapter } from "../../test/support/scripted-adapter.js";
import { SourceRegistry } from "./source-registry.js";
import type { Source } from "./source.js";

function aSource(name: string, forgetsWhenDue = false): Source {
  const adapter = { ...scriptedAdapter(["phoneNumber"], () => Promise.reject(new Error("not asked"))), forgetsWhenDue };
  return { description: { name, vendor: "ACME", capabilities: [], coverage: "OBSERVED" }, adapter, concurrency: 1 };
}

describe("the registry of sources", () => {
  it("finds the current sources in the order of the settings, and the last one of a removed name", () => {
    const [north, south, again] = [aSource("north"), aSource("south", true), aSource("south")];
    const registry = new SourceRegistry([north, south]);
    expect(registry.names()).toEqual(["north", "south"]);
    expect(registry.forgetful()).toEqual(new Set(["south"]));
    registry.replace([again, north]);
    expect(registry.names()).toEqual(["south", "north"]);
    expect(registry.find("south")).toBe(again);
    expect(registry.forgetful()).toEqual(new Set());
    registry.replace([north]);
    expect([registry.find("south"), registry.findLatest("south")]).toEqual([undefined, again]);
    registry.replace([north, again]);
    expect(registry.find("south")).toBe(again);
  });

  it("retires a source that is replaced or removed, and no other one, before listeners are called", () => {
    const [north, south] = [aSource("north"), aSource("south")];
    const registry = new SourceRegistry([north, south]);
    const signals = [registry.retirementOf(north), registry.retirementOf(south)];
    const heard: (readonly boolean[])[] = [];
    const stop = registry.onChange(() => heard.push(signals.map(({ aborted }) => aborted)));
    registry.replace([north, aSource("south")]);
    registry.replace([]);
    stop();
    registry.replace([south]);
    expect(heard).toEqual([
      [false, true],
      [true, true],
    ]);
    expect(registry.retirementOf(north).aborted).toBe(true);
  });

  it("waits for the work that is in progress, failed or not, and for none that begins later", async () => {
    const registry = new SourceRegistry([aSource("north")]);
    const ends: (() => void)[] = [];
    const begin = (): Promise<void> =>
      registry.during("north", () => new Promise((resolve) => void ends.push(resolve)));
    const first = begin();
    const failing = registry.during("north", () => Promise.reject(new Error("failed"))).catch(() => undefined);
    let hasWorked = false;
    const worked = registry.worked("north").then(() => (hasWorked = true));
    const later = begin();
    await failing;
    expect(hasWorked).toBe(false);
    ends[0]?.();
    await Promise.all([first, worked]);
    ends[1]?.();
    await later;
    await registry.worked("north");
    await registry.worked("unknown");
  });
});
