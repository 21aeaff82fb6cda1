import type { AdapterDefinition } from "../../src/adapters/adapter.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import type { JsonObject, JsonValue } from "../../src/lib/json.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The callbacks of a tenant by how soon they are due. */
export interface Population {
  readonly hot: string[];
  readonly today: string[];
  readonly far: string[];
}

/** A number of the range that is reserved for fiction, and beyond it where there are not enough. */
export function aNumber(index: number): string {
  return `+1415555${String(index).padStart(4, "0")}`;
}

/** Adds so many open callbacks, each with a number of its own: 5 % due within 15 minutes, 20 % today, the others later. */
export function populate(fake: FakeVendor, now: number, count: number, agentId?: string): Population {
  const population: Population = { hot: [], today: [], far: [] };
  for (let index = 0; index < count; index += 1) {
    const lane = index % 20 === 0 ? "hot" : index % 5 === 1 ? "today" : "far";
    const start =
      lane === "hot"
        ? now + (1 + (index % 14)) * MINUTE
        : lane === "today"
          ? now + 4 * HOUR + (index % 600) * MINUTE
          : now + 48 * HOUR + (index % 4000) * MINUTE;
    const person = { phoneNumber: aNumber(index), customerId: `C${index}` };
    const agent = agentId === undefined ? {} : { agentId };
    population[lane].push(fake.add({ ...person, ...agent, start, end: start + 7 * HOUR }));
  }
  return population;
}

/** How a callback of a vendor changes without its status: by a field of its own. */
export const TOUCH: Readonly<Record<string, (record: JsonObject, count: number) => JsonObject>> = {
  WEBEX: (record, count) => ({ ...record, callbackReason: `reason ${count}` }),
  TALKDESK: (record, count) => ({ ...record, record_last_name: `name ${count}` }),
  GENESYS: (record, count) => ({ ...record, subject: `subject ${count}` }),
  GENESYS_GMS: (record, count) => ({ ...record, _vq: `VQ_${count}` }),
  NICE_CXONE: (record, count) => ({ ...record, notes: `note ${count}` }),
  GENESYS_CLOUD: (record, count) => ({ ...record, externalTag: `tag ${count}` }),
  AMAZON_CONNECT: (record, count) => ({ ...record, Description: `reason ${count}` }),
  MINDFUL: (record, count) => ({ ...record, call_target_id: String(5000 + count) }),
};

export function definitionOf(vendor: string): AdapterDefinition {
  const definition = ADAPTERS.find((one) => one.vendor === vendor);
  if (definition === undefined) throw new Error(`there is no vendor ${vendor}`);
  return definition;
}

/** Settings of a vendor that can be queried by number only: they watch every number, and leave out what lists callbacks. */
export function watchingNumbers(vendor: string, own: JsonObject, count: number): JsonObject {
  const phoneNumbers: JsonValue[] = Array.from({ length: count }, (_, index) => aNumber(index));
  const others = Object.fromEntries(Object.entries(own).filter(([name]) => name !== "api"));
  return { ...others, ...(vendor === "WEBEX" && { search: { enabled: false } }), watch: { phoneNumbers } };
}
