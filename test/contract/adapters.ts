import type { Adapter, AdapterDefinition, VendorPage } from "../../src/adapters/adapter.js";
import type { FakeCallback, FakeOptions, FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { GatewayError } from "../../src/domain/errors.js";
import type { JsonObject } from "../../src/lib/json.js";
import type { VendorQuery } from "../../src/domain/vendor/vendor-query.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";

/** An adapter over its vendor's fake, behind real HTTP. */
export interface Bench {
  readonly adapter: Adapter;
  readonly fake: FakeVendor;
  readonly served: ServedFake;
  readonly settings: JsonObject;
  /** What the injected clock of both says. */
  readonly time: { now: number };
  close(): Promise<void>;
}

export interface BenchOptions extends FakeOptions {
  readonly settings?: JsonObject;
}

export const NOW = Date.UTC(2026, 5, 1, 12);
export const SOURCE = "north";

/** Serves an empty fake, and opens an adapter to it that asks once, however often the vendor failed before. */
export async function openBench(definition: AdapterDefinition, options: BenchOptions = {}): Promise<Bench> {
  const time = { now: NOW };
  const clock = (): number => time.now;
  const fake = definition.createFake(clock, { count: 0, quota: null, ...options });
  const served = await serveFake(fake);
  // The injected clock stands still: a quota would never refill.
  const own = {
    ...fake.settings(served.baseUrl),
    retries: 0,
    breakAfter: 1000,
    quota: null,
    // Longer than a busy machine needs for the largest response.
    timeoutMs: 60_000,
    ...OWN[definition.vendor],
  };
  const settings = { ...own, ...options.settings };
  const adapter = definition.create(definition.settings.parse(settings), {
    source: SOURCE,
    vendor: definition.vendor,
    clock,
    stampRequest: countRequests(clock),
  });
  return {
    adapter,
    fake,
    served,
    settings,
    time,
    async close() {
      await adapter.close();
      await served.close();
    },
  };
}

/** Settings of vendors whose second interface has a quota of its own. */
const OWN: Readonly<Record<string, JsonObject>> = { WEBEX: { search: { quota: null } } };

/** One way in which an adapter can be asked for a callback. */
export interface Way {
  readonly name: Exclude<VendorQuery["by"], "openList" | "listPage" | "ended">;
  /** What is asked for: the part of the callback, or its id, by which it is found. */
  keyOf(callback: FakeCallback, id: string): string;
  ask(adapter: Adapter, key: string, signal: AbortSignal): Promise<VendorPage>;
}

const WAYS: readonly (Way & { readonly method: keyof Adapter })[] = [
  { name: "list", method: "list", keyOf: () => "", ask: (adapter, _, signal) => collect(adapter.list?.({ signal })) },
  {
    name: "phoneNumber",
    method: "findByPhoneNumber",
    keyOf: ({ phoneNumber }) => phoneNumber,
    ask: (adapter, key, signal) => given(adapter.findByPhoneNumber?.(key, { signal })),
  },
  {
    name: "agent",
    method: "findByAgent",
    keyOf: ({ agentId }) => agentId ?? "",
    ask: (adapter, key, signal) => given(adapter.findByAgent?.(key, { signal })),
  },
  {
    name: "customer",
    method: "findByCustomer",
    keyOf: ({ customerId }) => customerId ?? "",
    ask: (adapter, key, signal) => given(adapter.findByCustomer?.(key, { signal })),
  },
  {
    name: "id",
    method: "get",
    keyOf: (_, id) => id,
    ask: (adapter, key, signal) => given(adapter.get?.(key, { signal })),
  },
];

/** The ways that a vendor's adapter has: the methods that are there. */
export function waysOf(definition: AdapterDefinition): Way[] {
  const settings = definition.settings.parse(definition.createFake(() => NOW, { count: 0 }).settings("http://x.test"));
  const adapter = definition.create(settings, {
    source: SOURCE,
    vendor: definition.vendor,
    clock: () => NOW,
    stampRequest: countRequests(() => NOW),
  });
  // A list of some kinds of callbacks only does not find each one.
  const isPart = adapter.listCoverage === "PART";
  return WAYS.filter(({ name, method }) => adapter[method] !== undefined && !(name === "list" && isPart));
}

/** Asks a query as the gateway does. Throws where the adapter cannot be asked this. */
export function askQuestion(adapter: Adapter, query: VendorQuery, signal = never()): Promise<VendorPage> {
  const way = WAYS.find(({ name }) => name === query.by);
  const [, key = ""] = Object.values(query);
  if (way === undefined || adapter[way.method] === undefined) throw new Error(`It cannot be asked by ${query.by}.`);
  return way.ask(adapter, key, signal);
}

/** All answers of a list as one; complete if the last one is. */
async function collect(answers: AsyncIterable<VendorPage> | undefined): Promise<VendorPage> {
  const all: VendorPage[] = [];
  for await (const answer of answers ?? []) all.push(answer);
  return {
    observations: all.flatMap(({ observations }) => observations),
    quarantined: all.flatMap(({ quarantined }) => quarantined),
    coerced: all.flatMap(({ coerced }) => coerced),
    isComplete: all.at(-1)?.isComplete ?? false,
  };
}

function given(answer: Promise<VendorPage> | undefined): Promise<VendorPage> {
  if (answer === undefined) throw new Error("The adapter has no such method.");
  return answer;
}

/** Somebody's callback as a vendor can hold it: ids of agents differ in kind, so only where one can be asked for. */
export function heldBy(ways: readonly Way[], { agentId, ...callback }: FakeCallback): FakeCallback {
  return agentId !== undefined && ways.some(({ name }) => name === "agent") ? { ...callback, agentId } : callback;
}

/** Two people with nothing in common; keys are of the kinds that every vendor takes. */
export const ANNA: FakeCallback = {
  phoneNumber: "+14155550123",
  start: NOW + 3_600_000,
  timeZone: "America/New_York",
  customerId: "c0ffee0000000000000000000000a11a",
  agentId: "0a0a0a0a-1111-4222-a333-444444444444",
  name: "Anna Abbott",
};
export const BERT: FakeCallback = {
  phoneNumber: "+442079460017",
  start: NOW + 7_200_000,
  timeZone: "Europe/London",
  customerId: "c0ffee0000000000000000000000beef",
  agentId: "0b0b0b0b-1111-4222-a333-444444444444",
  name: "Bert Haddad",
};

export const never = (): AbortSignal => new AbortController().signal;

export const idsOf = ({ observations }: VendorPage): string[] => observations.map(({ callback }) => callback.vendorId);

/** The error of a call that must fail. Throws where it does not, or not with a GatewayError. */
export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await call.then(
    () => new Error("The call succeeded."),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GatewayError)) throw new Error("The call did not fail as it should.", { cause: error });
  return error;
}

/** Every secret of a bench: what its settings hold, and what was sent to prove who asks. */
export function secretsOf({ settings, fake }: Bench): string[] {
  const found: string[] = [];
  const walk = (value: unknown, name: string): void => {
    if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, key);
    } else if (typeof value === "string" && /secret|token$|password/iu.test(name)) {
      found.push(value);
    }
  };
  walk(settings, "");
  for (const { headers } of [...fake.log, ...fake.tokenLog]) {
    const { authorization } = headers;
    if (authorization !== undefined) found.push(authorization.replace(/^\w+ /u, ""));
  }
  return [...new Set(found)];
}
