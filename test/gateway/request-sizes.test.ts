import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cacheStatistics, clearCaches } from "../../src/lib/cache.js";
import { openSocket } from "../support/raw-socket.js";
import { TRANSPORTS, type Sent } from "../support/transports.js";
import { startWorld, type World } from "../support/world.js";

const LIMIT = 2000;
const operations = { maxDocumentCharacters: LIMIT, maxVariableCharacters: LIMIT, rate: { requests: 100_000 } };

let world: World;
beforeAll(async () => {
  world = await startWorld({ settings: { server: { port: 0, operations } } });
});
afterAll(() => world.close());

const x = (count: number): string => "x".repeat(count);
const QUERY = "query ($n: String) { callbacks(filter: { contactId: $n }) { totalCount } }";
const PLAIN = "{ __typename }";
const inText = (text: string): string => `{ callbacks(filter: { contactId: "${text}" }) { totalCount } }`;

/** What is one character beyond a limit, by the limit's name, and the same within it. */
const CASES: readonly (readonly [what: string, limit: string, make: (extra: 0 | 1) => Sent])[] = [
  ["a comment", "documentCharacters", (extra) => ({ query: `#${x(LIMIT - PLAIN.length - 2 + extra)}\n${PLAIN}` })],
  ["white space", "documentCharacters", (extra) => ({ query: PLAIN + " ".repeat(LIMIT - PLAIN.length + extra) })],
  [
    "a text in the document",
    "documentCharacters",
    (extra) => ({ query: inText(x(LIMIT - inText("").length + extra)) }),
  ],
  ["a declared variable", "variableCharacters", (extra) => ({ query: QUERY, variables: { n: x(LIMIT - 1 + extra) } })],
  [
    "a variable that is not declared",
    "variableCharacters",
    (extra) => ({ query: PLAIN, variables: { other: x(LIMIT - 5 + extra) } }),
  ],
  ["a variable's name", "variableCharacters", (extra) => ({ query: PLAIN, variables: { [x(LIMIT + extra)]: 1 } })],
  [
    "names and texts deep in a variable",
    "variableCharacters",
    (extra) => ({ query: PLAIN, variables: { a: [{ bc: x(1000) }, [{ de: x(LIMIT - 1005 + extra) }]] } }),
  ],
  [
    "many short texts in a list",
    "variableCharacters",
    (extra) => ({ query: PLAIN, variables: { a: Array.from({ length: 399 }, () => x(5)), b: x(3 + extra) } }),
  ],
];

describe.each(Object.entries(TRANSPORTS))("over %s", (_, send) => {
  it.each(CASES)("%s above the limit is rejected by name, and below it is served", async (_what, limit, make) => {
    const refused = await send(world.url, make(1));
    expect(refused.errors).toMatchObject([
      { extensions: { code: "QUERY_TOO_COMPLEX", limit: { name: limit, allowed: LIMIT } } },
    ]);
    const { errors, data } = await send(world.url, make(0));
    expect(errors).toBeUndefined();
    expect(data).not.toBeUndefined();
  });
});

describe("a socket", () => {
  it.each([
    [128, "next"],
    [129, "error"],
  ])("gets %s for an operation id of %i characters", async (length, type) => {
    const raw = await openSocket(world.url, true);
    raw.subscribe(x(length), PLAIN);
    expect(await raw.heard(type, 1)).toHaveLength(1);
    raw.socket.terminate();
  });

  it("gets the result of the last operation if it completes waiting ones and reuses their id", async () => {
    const raw = await openSocket(world.url, true);
    const answers = (type: string) => raw.messages.filter((one) => one.id === "same" && one.type === type);
    for (let count = 0; count < 100; count += 1) raw.subscribe(`before ${count}`, PLAIN);
    for (let count = 0; count < 500; count += 1) {
      raw.subscribe("same", "{ earlier: __typename }");
      raw.say({ id: "same", type: "complete" });
    }
    raw.subscribe("same", "{ last: __typename }");
    await expect.poll(() => answers("next").at(-1)).toMatchObject({ payload: { data: { last: "Query" } } });
    await expect.poll(() => answers("complete")).toHaveLength(answers("next").length);
    // Most of them were never begun.
    expect(answers("next").length).toBeLessThan(400);
    expect(raw.socket.readyState).toBe(raw.socket.OPEN);
    raw.socket.terminate();
  });
});

describe.skipIf(process.env["RINGBACK_CACHES"] === "off")("caches that clients fill", () => {
  it("stay within their bounds, whatever is sent", async () => {
    const large = await startWorld({
      count: 20,
      settings: { server: { port: 0, operations: { rate: { requests: 100_000 } } } },
    });
    // Those of other gateways of this process are counted as well.
    clearCaches();
    const padding = x(199_000);
    const { POST: send } = TRANSPORTS;
    for (let index = 0; index < 90; index += 1) {
      const query = `{ a${index}: __typename } #${padding}`;
      await send?.(large.url, { query, variables: { n: padding.slice(index) } });
    }
    const held = cacheStatistics().flatMap(({ name, bytes }) => (bytes === null ? [] : [[name, bytes] as const]));
    expect(held.map(([name]) => name)).toEqual(
      expect.arrayContaining(["documents", "responses", "json_fragments", "event_results"]),
    );
    for (const [, bytes] of held) expect(bytes).toBeLessThanOrEqual(67_108_864);
    expect(Object.fromEntries(held)["documents"]).toBeGreaterThan(30_000_000);
    await large.close();
  });
});
