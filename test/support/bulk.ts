import { expect } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ask } from "./ask.js";
import { agentId, callbackId } from "./commands.js";
import { START, type World } from "./world.js";

export const HOUR = 3_600_000;
const ZONE = "America/New_York";
export const OLD_AGENT = "0a0a0a0a-1111-4222-a333-444444444444";
export const NEW_AGENT = "0b0b0b0b-1111-4222-a333-444444444444";
/** The vendors that can cancel and reassign callbacks. */
export const SOURCES = ["talkdesk", "webex", "genesys-cloud"] as const;

/** The codes of a payload's errors. */
export const codesOf = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

export const fakeOf = (world: World, source: string): FakeVendor => {
  const fake = world.fakes[source];
  if (fake === undefined) throw new Error(`There is no ${source}.`);
  return fake;
};

/** Adds callbacks at these vendors, in turn, and has the gateway observe them. Returns their global ids. */
export async function addCallbacks(
  world: World,
  count: number,
  sources: readonly string[] = SOURCES,
): Promise<string[]> {
  const keys = Array.from({ length: count }, (_, index) => {
    const source = sources[index % sources.length] ?? "";
    const start = START + 2 * HOUR;
    const phoneNumber = `+1415555${1000 + index}`;
    const vendorId = fakeOf(world, source).add({
      phoneNumber,
      start,
      end: start + HOUR,
      timeZone: ZONE,
      customerId: `c${index}`,
      agentId: OLD_AGENT,
    });
    return { source, vendorId };
  });
  const ids = keys.map(({ source, vendorId }) => callbackId(source, vendorId));
  await ask(
    world.url,
    `{ callbacks(filter: { sources: ["talkdesk", "genesys-cloud"] }, maxStaleness: "PT0S") { totalCount } }`,
  );
  for (const source of ["talkdesk", "webex"]) {
    const filter = `{ agentIds: ["${agentId(source, OLD_AGENT)}"] }`;
    await ask(world.url, `{ callbacks(filter: ${filter}, maxStaleness: "PT0S") { totalCount } }`);
  }
  const stored = await world.store.find(keys);
  expect(stored.filter((row) => row !== null)).toHaveLength(count);
  world.forgetCalls();
  return ids;
}

/** Delays each response of a vendor in real time. Counts how many requests it has at once. */
export function slowDown(world: World, source: string, ms: number): { most: number } {
  const fake = fakeOf(world, source);
  const handle = fake.handle.bind(fake);
  const counts = { now: 0, most: 0 };
  Object.assign(fake, {
    async handle(request: Request) {
      counts.now += 1;
      counts.most = Math.max(counts.most, counts.now);
      await new Promise((resolve) => setTimeout(resolve, ms));
      counts.now -= 1;
      return handle(request);
    },
  });
  return counts;
}
