import { afterEach, describe, expect, it } from "vitest";
import type { AdapterDefinition } from "../../src/adapters/adapter.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { GatewayError } from "../../src/domain/errors.js";
import type { VendorName } from "../../src/domain/names.js";
import { textOfQueue } from "../../src/domain/queue.js";
import { openBench, type Bench } from "./adapters.js";

/** Where each vendor's directory is read, and the kinds of names in it. */
const DIRECTORIES: Readonly<Record<string, { readonly path: RegExp; readonly kinds: readonly string[] }>> = {
  WEBEX: { path: /\/v2\/(?:contact-service-queue|user)\?/u, kinds: ["AGENT", "QUEUE"] },
  TALKDESK: { path: /^\/(?:users|ccaas\/queues|campaigns)\?/u, kinds: ["AGENT", "CAMPAIGN", "QUEUE"] },
  GENESYS_CLOUD: { path: /^\/api\/v2\/(?:routing\/queues|users)\?/u, kinds: ["AGENT", "QUEUE"] },
  AMAZON_CONNECT: { path: /^\/(?:queues|users)-summary\//u, kinds: ["AGENT", "QUEUE"] },
  NICE_CXONE: { path: /\/(?:skills|agents)\?/u, kinds: ["AGENT", "SKILL"] },
};

let bench: Bench;
afterEach(() => bench.close());

async function readNames({ adapter }: Bench): Promise<VendorName[]> {
  const { signal } = new AbortController();
  const names: VendorName[] = [];
  for (const part of adapter.directory ?? []) {
    for await (const page of part.read({ signal, priority: "background" })) names.push(...page);
  }
  return names;
}

async function listAll({ adapter, fake }: Bench) {
  const { signal } = new AbortController();
  const pages = [];
  if (adapter.list !== undefined) for await (const page of adapter.list({ signal })) pages.push(page);
  else for (const id of fake.records.keys()) pages.push((await adapter.get?.(id, { signal })) ?? { observations: [] });
  return pages.flatMap(({ observations }) => observations.map(({ callback }) => callback));
}

describe.each(ADAPTERS.filter(({ vendor }) => vendor in DIRECTORIES))(
  "the directory of $vendor",
  (definition: AdapterDefinition) => {
    const { path, kinds } = DIRECTORIES[definition.vendor] ?? { path: /^$/u, kinds: [] };

    it("names the queues and agents of all callbacks", async () => {
      bench = await openBench(definition, { count: 40 });
      const names = await readNames(bench);
      expect([...new Set(names.map(({ kind }) => kind))].toSorted()).toEqual(kinds);
      const named = new Set(names.map(textOfQueue));
      const callbacks = await listAll(bench);
      expect(callbacks.length).toBeGreaterThan(10);
      const keys = callbacks.flatMap(({ queue, assignment }) => {
        const agentId = assignment?.agentId ?? null;
        return [
          ...(queue === null ? [] : [textOfQueue(queue)]),
          ...(agentId === null ? [] : [textOfQueue({ kind: "AGENT", vendorId: agentId })]),
        ];
      });
      expect(keys.filter((key) => !named.has(key))).toEqual([]);
      for (const { name, vendorId } of names) expect([name.trim(), name === vendorId]).toEqual([name, false]);
    });

    it("is read by requests of its own, which fail without harm to callbacks", async () => {
      bench = await openBench(definition, { count: 2 });
      bench.fake.fault = { kind: "status", status: 403, match: (request) => path.test(request.path) };
      for (const part of bench.adapter.directory ?? []) {
        const read = async (): Promise<void> => {
          for await (const _ of part.read({ signal: new AbortController().signal, priority: "background" }));
        };
        const error: unknown = await read().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(GatewayError);
        expect(error).toMatchObject({ code: "VENDOR_UNAUTHORIZED", status: 403 });
      }
      await bench.adapter.verify({ signal: new AbortController().signal });
      expect(bench.adapter.condition().isBroken).toBe(false);
    });

    it("that has another shape is VENDOR_MALFORMED", async () => {
      bench = await openBench(definition, { count: 2 });
      bench.fake.fault = { kind: "wrong-types", match: (request) => path.test(request.path) };
      await expect(readNames(bench)).rejects.toMatchObject({ code: "VENDOR_MALFORMED" });
    });
  },
);

describe("a source of a vendor", () => {
  it.each(ADAPTERS.filter(({ vendor }) => !(vendor in DIRECTORIES)))(
    "without a documented directory has none: $vendor",
    async (definition) => {
      bench = await openBench(definition);
      expect(bench.adapter.directory ?? []).toEqual([]);
    },
  );
});
