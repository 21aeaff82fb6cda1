import { once } from "node:events";
import { Writable } from "node:stream";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { encodeId } from "../../src/domain/id.js";
import { parseSettings, SettingsError } from "../../src/config/config.js";
import { authOf, SHARED_KEY, tokenUntil, type TestKey } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

// Bounded in number, and the same every time: what fails once fails again.
const RUNS = { numRuns: 150, seed: 7 };
const KEY: TestKey = {
  id: "tester",
  key: "the-secret-key-of-the-tests",
  scopes: ["callbacks:read", "callbacks:write", "pii:read", "admin"],
  sources: "*",
};
const NUMBERS = ["+14155550131", "+14155550132"];
const HINT_TOKEN = "the-secret-hint-token";

let world: World;
let token: string;
const lines: string[] = [];
/** What clients were told as errors. */
const told: string[] = [];

beforeAll(async () => {
  const log = new Writable({ write: (chunk: Buffer, _, done) => (lines.push(chunk.toString()), done()) });
  world = await startWorld({
    logger: pino({ level: "trace" }, log),
    settings: {
      auth: authOf(KEY),
      server: {
        port: 0,
        hintToken: HINT_TOKEN,
        operations: { rate: { requests: 1_000_000 } },
        // Every one of them is to be looked at.
        failedLogins: { requests: 1_000_000 },
      },
      freshness: { waitMs: 200 },
    },
  });
  token = await tokenUntil(world.time.now + 3_600_000);
  for (const fake of Object.values(world.fakes)) {
    for (const phoneNumber of NUMBERS) fake.add({ phoneNumber, start: world.time.now + 3_600_000, agentId: "a1" });
  }
});
afterAll(() => world.close());

async function post(body: string, more: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...more },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}

/** Whatever was sent, it was answered, and not by a fault of the gateway. */
async function survives(body: string, more?: Record<string, string>): Promise<void> {
  const { status, text } = await post(body, more);
  expect(status, body).toBeLessThan(500);
  expect(text, body).not.toContain("INTERNAL_SERVER_ERROR");
  const { errors } = JSON.parse(text) as { errors?: unknown };
  if (errors !== undefined) told.push(JSON.stringify(errors));
}

const WORDS =
  '{ } ( ) [ ] : ! $ @ ... " """ # 1 -1 1e999 true null query mutation subscription fragment on F Query Callback callbacks callback nodes node id ids first last after filter sources customer history totalCount __typename __schema $x Int ID include skip if \u0000 \u{1F600}'.split(
    " ",
  );
const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((parts) => parts.join(" "));
const DOCUMENTS = [
  "query ($x: Int, $y: String) { callbacks(first: $x, after: $y) { totalCount nodes { id } } }",
  "query ($f: CallbackFilter, $o: CallbackOrder, $m: Duration) { callbacks(filter: $f, orderBy: $o, maxStaleness: $m) { totalCount } }",
  "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
  "query ($g: [StatisticsDimension!]!, $z: TimeZone) { callbackStatistics(groupBy: $g, timeZone: $z) { totalCount } }",
  "query ($id: ID!) { callback(id: $id) { id } agent(id: $id) { id } source(name: $id) { name } }",
  "mutation ($i: ScheduleCallbackInput!) { scheduleCallback(input: $i) { userErrors { code } } }",
  "mutation ($i: CancelCallbackInput!) { cancelCallback(input: $i) { userErrors { code } } }",
];
const NAMES = ["x", "y", "f", "o", "m", "ids", "g", "z", "id", "i", "__proto__", "constructor"];
const someId = fc
  .tuple(
    fc.constantFrom("Callback", "Agent", "CallbackSource"),
    fc.constantFrom("talkdesk", "webex", "no"),
    fc.string(),
  )
  .map(([kind, source, local]) => encodeId(kind, source, kind === "CallbackSource" ? null : local));
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  someId,
  fc.array(someId, { maxLength: 5 }),
  fc.constantFrom("PT0S", "-PT1S", "UTC", "STATUS", ["DAY"], 2 ** 31, -1, 1e308, NUMBERS[0]),
  fc.record(
    { phoneNumber: fc.string(), sources: fc.array(fc.string()), statuses: fc.jsonValue() },
    { requiredKeys: [] },
  ),
  fc.record({ source: fc.constantFrom("mindful", "no"), phoneNumber: fc.string(), id: someId }, { requiredKeys: [] }),
);

describe("random input", () => {
  it("as a document gets a response that is not an internal error", async () => {
    const document = fc.oneof(
      words,
      fc.string({ unit: "binary" }),
      fc.tuple(fc.constantFrom(...DOCUMENTS), words).map((parts) => parts.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(document, (query) => survives(JSON.stringify({ query }))),
      RUNS,
    );
  }, 120_000);

  it("as variables gets a response that is not an internal error", async () => {
    const variables = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...DOCUMENTS), variables, (query, given) =>
        survives(JSON.stringify({ query, variables: given })),
      ),
      RUNS,
    );
  }, 120_000);

  it("as a body gets a response that is not an internal error", async () => {
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record({
          query: fc.jsonValue(),
          operationName: fc.jsonValue(),
          variables: fc.jsonValue(),
          extensions: fc.jsonValue(),
        })
        .map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(body, (text) => survives(text)),
      RUNS,
    );
  }, 120_000);

  it("as credentials authenticates no client, and causes no internal error", async () => {
    const header = fc.string().map((text) => text.replaceAll(/[^\x21-\x7e]/gu, "x"));
    await fc.assert(
      fc.asyncProperty(header, header, async (authorization, key) => {
        const { status } = await post(`{"query":"{ __typename }"}`, {
          authorization: `Bearer ${authorization}`,
          "x-api-key": key,
        });
        expect(status).toBe(401);
      }),
      RUNS,
    );
  }, 120_000);

  it("as frames of a socket ends that socket at most", async () => {
    const message = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          type: fc.constantFrom("subscribe", "complete", "ping", "pong", "connection_init", "next"),
          id: fc.constantFrom("1", "", "__proto__"),
          payload: fc.oneof(fc.jsonValue(), fc.record({ query: words, variables: fc.jsonValue() })),
        })
        .map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 8 }), async (messages) => {
        const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
        socket.on("error", () => undefined);
        await once(socket, "open");
        socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }));
        for (const one of messages) socket.send(one);
        const closed = once(socket, "close");
        socket.close();
        await closed;
      }),
      { ...RUNS, numRuns: 60 },
    );
    expect((await post(`{"query":"{ __typename }"}`)).status).toBe(200);
  }, 120_000);

  it("to a webhook or as a hint gets a response that is not an internal error", async () => {
    const source = fc.constantFrom("webex", "talkdesk", "genesys", "mindful", "no", "..%2f", "__proto__");
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ phoneNumber: fc.constantFrom(...NUMBERS) }).map((hint) => JSON.stringify(hint)),
    );
    await fc.assert(
      fc.asyncProperty(source, body, fc.boolean(), fc.string(), async (name, text, isHint, signature) => {
        const answer = await fetch(`${world.url}/webhooks/${name}${isHint ? "/hint" : ""}`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            authorization: `Bearer ${HINT_TOKEN}`,
            "x-webex-signature": signature.replaceAll(/[^\x21-\x7e]/gu, "x"),
          },
          body: text,
        });
        expect(answer.status).toBeLessThan(500);
        told.push(await answer.text());
      }),
      RUNS,
    );
  }, 120_000);

  it("as settings is read, or every mistake is listed", () => {
    const section = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom("jwt", "apiKeys", "host", "port", "operations", "rate", "key", "__proto__"),
        fc.jsonValue(),
      ),
    );
    const settings = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { server: section, auth: section, sources: section, freshness: section, upkeep: section, sync: section },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(settings, (input) => {
        try {
          parseSettings(input, {}, () => null);
        } catch (error) {
          if (!(error instanceof SettingsError)) throw error;
        }
      }),
      { ...RUNS, numRuns: 500 },
    );
  });
});

describe("after all of it", () => {
  it("no number, token or secret is in the log, nor in an error", async () => {
    for (const fault of [
      { kind: "cut" },
      { kind: "status", status: 401 },
      { kind: "not-json" },
      { kind: "wrong-types" },
    ] as const) {
      for (const fake of Object.values(world.fakes)) fake.fault = fault;
      world.time.now += 60_000;
      for (const number of NUMBERS) {
        const query = `{ callbacks(filter: { phoneNumbers: ["${number}"] }, maxStaleness: "PT0S") { sources { error { code message } } } }`;
        told.push((await post(JSON.stringify({ query }))).text);
      }
    }
    const secrets = Object.entries(world.fakes).flatMap(([, fake]) => secretsIn(fake.settings("http://127.0.0.1:1")));
    const searched = [...NUMBERS.map((number) => number.slice(2)), KEY.key, SHARED_KEY, HINT_TOKEN, token, ...secrets];
    expect(secrets.length).toBeGreaterThan(3);
    expect(lines.length).toBeGreaterThan(100);
    expect(told.length).toBeGreaterThan(100);
    const text = [...lines, ...told].join("\n");
    expect(searched.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

/** What a vendor's settings keep secret. */
function secretsIn(settings: object): string[] {
  return Object.entries(settings).flatMap(([name, inner]: [string, unknown]) => {
    if (typeof inner === "object" && inner !== null) return secretsIn(inner);
    const isSecret = /secret|password|token$/iu.test(name);
    return typeof inner === "string" && isSecret ? [inner] : [];
  });
}
