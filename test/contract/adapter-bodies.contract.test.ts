import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Adapter, AdapterDefinition } from "../../src/adapters/adapter.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ANNA, heldBy, idsOf, never, NOW, SOURCE, waysOf } from "./adapters.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";

type Change = (response: Response) => Response | Promise<Response>;

const ENCODINGS: readonly (readonly [string, string, (body: Buffer) => Buffer])[] = [
  ["gzip", "gzip", gzipSync],
  ["deflate", "deflate", deflateSync],
  ["bare deflate", "deflate", deflateRawSync],
  ["brotli", "br", brotliCompressSync],
];

describe.each(ADAPTERS)("the adapter of $vendor", (definition: AdapterDefinition) => {
  const ways = waysOf(definition);
  const anna = heldBy(ways, ANNA);
  let id: string;
  let served: ServedFake;
  let adapter: Adapter;
  let change: Change;

  beforeEach(async () => {
    const fake = definition.createFake(() => NOW, { count: 0, quota: null });
    id = fake.add(anna);
    change = (response) => response;
    served = await serveFake({ handle: async (request) => change(await fake.handle(request)) });
    // The injected clock stands still: a quota would never refill.
    const settings = definition.settings.parse({ ...fake.settings(served.baseUrl), retries: 0, quota: null });
    adapter = definition.create(settings, {
      source: SOURCE,
      vendor: definition.vendor,
      clock: () => NOW,
      stampRequest: countRequests(() => NOW),
    });
    // Its token, where it needs one, comes as always.
    for (const way of ways) expect(idsOf(await way.ask(adapter, way.keyOf(anna, id), never()))).toEqual([id]);
  });
  afterEach(async () => {
    await adapter.close();
    await served.close();
  });

  const nothing = { observations: [], quarantined: [], coerced: [], isComplete: true };
  const empties: readonly (readonly [string, () => Response])[] = [
    ["204", () => new Response(null, { status: 204 })],
    ["200 without a body", () => new Response("")],
    ["200 with a line break", () => new Response("\r\n", { headers: { "content-type": "application/json" } })],
    ["200 without a body that names an encoding", () => new Response("", { headers: { "content-encoding": "gzip" } })],
  ];

  describe.each(ways.filter(({ name }) => name !== "id"))("queried by $name", (way) => {
    it.each(empties)("reads %s as a complete, empty response", async (_, empty) => {
      change = empty;
      expect(await way.ask(adapter, way.keyOf(anna, id), never())).toEqual(nothing);
    });
  });

  describe.each(ways.filter(({ name }) => name === "id"))("queried by $name", (way) => {
    it("reads 204 as a response without this callback", async () => {
      change = () => new Response(null, { status: 204 });
      expect(await way.ask(adapter, way.keyOf(anna, id), never())).toEqual(nothing);
    });
  });

  it.each(ENCODINGS)("reads responses in %s, for every kind of query", async (_, encoding, encode) => {
    change = async (response) =>
      new Response(new Uint8Array(encode(Buffer.from(await response.arrayBuffer()))), {
        status: response.status,
        headers: { ...Object.fromEntries(response.headers), "content-encoding": encoding },
      });
    for (const way of ways) {
      const answer = await way.ask(adapter, way.keyOf(anna, id), never());
      expect(idsOf(answer)).toEqual([id]);
      expect(answer.isComplete).toBe(true);
    }
  });
});
