import { createHash } from "node:crypto";
import { ApolloClient, CombinedProtocolErrors, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { createClient, type NetworkError } from "graphql-sse";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { CHANGES, LOG, startSocketWorld, type SocketWorld } from "../support/raw-socket.js";

const SPEC = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json";

let world: SocketWorld;
beforeEach(async () => {
  world = await startSocketWorld({ keepAliveMs: 50 });
});
afterEach(() => world.close());

function post(query: string, variables: object, accept = SPEC, signal?: AbortSignal): Promise<Response> {
  return fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify({ query, variables }),
    ...(signal !== undefined && { signal }),
  });
}

/** Reads a body until its text has this. */
async function readUntil(response: Response, has: (text: string) => boolean): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body!) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    if (has(text)) break;
  }
  return text;
}

interface Followed {
  readonly cursors: string[];
  failure: unknown;
  stop(): void;
}

/** Follows the changes by Apollo Client over plain HTTP. */
function followByApollo(after: string): Followed {
  const client = new ApolloClient({ link: new HttpLink({ uri: `${world.url}/graphql` }), cache: new InMemoryCache() });
  const followed: Followed = { cursors: [], failure: null, stop: () => subscription.unsubscribe() };
  const subscription = client
    .subscribe<{ callbackChanged: { cursor: string } }>({ query: gql(CHANGES), variables: { after } })
    .subscribe({
      next({ data, error }) {
        if (data) followed.cursors.push(data.callbackChanged.cursor);
        if (error !== undefined) followed.failure = error;
      },
      error: (error) => (followed.failure = error),
    });
  return followed;
}

describe("a subscription over multipart HTTP", () => {
  it("sends each change as a part that ends with its boundary, and empty objects while there is none", async () => {
    await world.record(2);
    const leave = new AbortController();
    const response = await post(CHANGES, { after: LOG }, SPEC, leave.signal);
    expect(response.headers.get("content-type")).toBe('multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"');
    const text = await readUntil(response, (sent) => sent.includes("{}"));
    const [preamble, ...parts] = text.split("\r\n--graphql");
    expect([preamble, parts.pop()]).toEqual(["", ""]);
    const bodies = parts.map((part) => part.split("\r\n\r\n"));
    expect(new Set(bodies.map(([head]) => head))).toEqual(new Set(["\r\ncontent-type: application/json"]));
    const messages = bodies.map(([, json]) => JSON.parse(json ?? "") as unknown);
    const ofChange = (position: number) => ({
      payload: {
        data: { callbackChanged: expect.objectContaining({ cursor: encodeChangeCursor(position) }) as unknown },
      },
    });
    expect(messages).toEqual([ofChange(1), ofChange(2), {}]);
    leave.abort();
    await world.isDeserted();
  });

  it("is followed by Apollo Client, which gets the cursor to go on from at a shutdown", async () => {
    const first = followByApollo(LOG);
    await world.record(3);
    await expect.poll(() => first.cursors).toEqual([1, 2, 3].map(encodeChangeCursor));
    const second = followByApollo(encodeChangeCursor(1));
    await expect.poll(() => second.cursors).toEqual([2, 3].map(encodeChangeCursor));
    second.stop();
    await expect.poll(() => world.gateway.counts().multipart).toBe(1);

    await world.gateway.close();
    await expect.poll(() => first.failure).not.toBeNull();
    expect(CombinedProtocolErrors.is(first.failure)).toBe(true);
    expect((first.failure as CombinedProtocolErrors).errors).toMatchObject([
      { extensions: { code: "SUBSCRIPTION_INTERRUPTED", retryable: true, cursor: encodeChangeCursor(3) } },
    ]);
  });

  it("that is rejected is one part with the errors", async () => {
    const response = await post('subscription { callbackChanged(after: "nonsense") { cursor } }', {});
    expect(await response.text()).toMatch(
      /^\r\n--graphql\r\ncontent-type: application\/json\r\n\r\n\{"payload":\{"errors":\[.*BAD_USER_INPUT.*\]\}\}\r\n--graphql--\r\n$/u,
    );
  });

  it("is for subscriptions alone: a query gets a single JSON response", async () => {
    const response = await post("{ viewer { id } }", {});
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toHaveProperty("data.viewer.id");
  });

  it.each([
    ["a query whose field has the word as its alias", "{ subscription: viewer { id } }", "data.subscription.id"],
    ["a query with the word in a comment", "# no subscription\n{ viewer { id } }", "data.viewer.id"],
    ["an invalid subscription", "subscription { nothing }", "errors"],
  ])("is for subscriptions alone: %s gets JSON", async (_, query, path) => {
    const response = await post(query, {});
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toHaveProperty(path);
  });

  it("may be named by its hash alone", async () => {
    await world.record(1);
    const sha256Hash = createHash("sha256").update(CHANGES).digest("hex");
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const readFirst = async (query?: string): Promise<string> => {
      const leave = new AbortController();
      const response = await fetch(`${world.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: SPEC },
        body: JSON.stringify({ query, variables: { after: LOG }, extensions }),
        signal: leave.signal,
      });
      const text = await readUntil(response, (sent) => sent.includes("payload"));
      leave.abort();
      return text;
    };
    const byText = await readFirst(CHANGES);
    expect(byText).toContain(encodeChangeCursor(1));
    expect(await readFirst()).toBe(byText);
  });

  it("has a transport of its own in the metrics", async () => {
    const leave = new AbortController();
    await post(CHANGES, { after: LOG }, SPEC, leave.signal);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toContain('ringback_operations_under_way{transport="multipart",type="subscription"} 1');
    expect(metrics).toContain('ringback_connections{transport="multipart"} 1');
    expect(metrics).toContain('ringback_connections{transport="sse"} 0');
    leave.abort();
    await world.isDeserted();
  });

  it("is not served in another version", async () => {
    const other = SPEC.replace("1.0", "2.0");
    const response = await post(CHANGES, { after: LOG }, other);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining("text/event-stream") as unknown }],
    });
  });
});

it("rejects the single connection mode of graphql-sse, and names the mode to use", async () => {
  const client = createClient({ url: `${world.url}/graphql`, singleConnection: true, retryAttempts: 0 });
  const results = client.iterate({ query: CHANGES, variables: { after: LOG } });
  const failure = await results.next().then(
    () => null,
    (error: unknown) => error as NetworkError,
  );
  expect((failure?.response as Response | undefined)?.status).toBe(405);
  const reserved = await fetch(`${world.url}/graphql`, { method: "PUT", headers: { accept: "text/plain" } });
  expect(await reserved.json()).toMatchObject({
    errors: [{ message: expect.stringContaining("singleConnection: false") as unknown }],
  });
});
