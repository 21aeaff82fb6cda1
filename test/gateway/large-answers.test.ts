import { afterEach, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { collectGarbage } from "../support/garbage.js";
import { startWorld, type World } from "../support/world.js";

const MEGABYTE = 1_048_576;
const NUMBERS = 12;

let world: World;
afterEach(() => world.close());

const heldMegabytes = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MEGABYTE;
};

it("responses of 16 MB that are not JSON are released once they were rejected", { timeout: 240_000 }, async () => {
  world = await startWorld({
    settings: { freshness: { waitMs: 60_000 } },
    ofSources: { retries: 0, breakAfter: 1000, maxResponseBytes: 64 * MEGABYTE, timeoutMs: 20_000 },
  });
  const { talkdesk: fake } = world.fakes;
  const fetchNumber = (index: number) =>
    ask<{ callbacks: { sources: readonly { freshness: string }[] } }>(
      world.url,
      `{ callbacks(filter: { sources: ["talkdesk"], phoneNumbers: ["+1415555${1000 + index}"] }, maxStaleness: "PT0S") {
        sources { freshness }
      } }`,
    );
  await fetchNumber(0);
  fake!.fault = { kind: "huge", bytes: 16 * MEGABYTE };
  const before = heldMegabytes();
  for (let index = 1; index <= NUMBERS; index += 1) {
    const { callbacks } = await fetchNumber(index);
    expect(callbacks.sources.map(({ freshness }) => freshness)).toEqual(["UNAVAILABLE"]);
  }
  // All of them would be 192 MB. The last connections may still be closing, with what they have received.
  await expect.poll(() => heldMegabytes() - before, { timeout: 90_000, interval: 200 }).toBeLessThan(40);
});
