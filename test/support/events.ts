import type { AdapterDefinition } from "../../src/adapters/adapter.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ADAPTERS } from "../../src/adapters/registry.js";

/** The vendors whose callbacks a gateway finds by itself; those of the others are found by their events alone. */
export const FOUND_BY_POLLING: readonly AdapterDefinition[] = ADAPTERS.filter(
  (definition) => definition.createFake(Date.now, { count: 0 }).webhook?.due === undefined,
);

/** Sends the events that the fakes of vendors with events have, by source, to a gateway. Throws if one is not accepted. */
export async function sendEvents(
  url: string,
  fakes: Readonly<Record<string, FakeVendor>>,
  sentAt: number,
): Promise<void> {
  for (const [source, { webhook }] of Object.entries(fakes)) {
    for (const id of new Set(webhook?.due?.() ?? [])) {
      const delivery = webhook?.deliver(id, sentAt);
      const response = await fetch(`${url}/webhooks/${source}`, { method: "POST", ...delivery });
      if (response.status !== 202) throw new Error(`${source} was refused with ${response.status}.`);
    }
  }
}
