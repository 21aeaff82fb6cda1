import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { startCallbackRouter, type CallbackRouter } from "../support/callback-router.js";
import { CHANGES, LOG, startSocketWorld, type SocketWorld } from "../support/raw-socket.js";

let router: CallbackRouter;
let world: SocketWorld;
beforeEach(async () => {
  router = await startCallbackRouter();
  world = await startSocketWorld({ routers: [router.url] });
});
afterEach(async () => {
  await world.close();
  await router.close();
});

interface Answer {
  readonly status: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly { message: string; extensions: object }[] };
}

/** Subscribes as a router; `extension` replaces members of `extensions.subscription`. */
async function subscribe(extension: object = {}, query = CHANGES): Promise<Answer> {
  const subscription = {
    callbackUrl: `${router.url}/one`,
    subscriptionId: "one",
    verifier: "secret of both",
    heartbeatIntervalMs: 0,
    ...extension,
  };
  const response = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json;callbackSpec=1.0" },
    body: JSON.stringify({ query, variables: { after: LOG }, extensions: { subscription } }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

const CONFIRMED: Answer = { status: 200, body: { data: null } };
const cursorsTo = (last: number): string[] => Array.from({ length: last }, (_, index) => encodeChangeCursor(index + 1));

describe("a router's subscription over HTTP callbacks", () => {
  it("is confirmed by a check, then gets each change in order, by messages with its id and verifier", async () => {
    await world.record(2);
    expect(await subscribe()).toEqual(CONFIRMED);
    await world.record(3);
    await expect.poll(() => router.cursors()).toEqual(cursorsTo(5));
    expect(router.messages.map(({ action }) => action)).toEqual(["check", ...cursorsTo(5).map(() => "next")]);
    for (const message of router.messages) {
      expect(message).toMatchObject({ kind: "subscription", id: "one", verifier: "secret of both" });
    }
    expect(router.protocols).toEqual(new Set(["callback/1.0"]));
    expect(world.gateway.counts().ofRouters).toBe(1);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toContain('ringback_operations_under_way{transport="http-callback",type="subscription"} 1');
    expect(metrics).toContain('ringback_connections{transport="http-callback"} 1');
  });

  it("gets checks within the interval that the router named", async () => {
    expect(await subscribe({ heartbeatIntervalMs: 1000 })).toEqual(CONFIRMED);
    await expect.poll(() => router.messages.length).toBeGreaterThan(2);
    expect(new Set(router.messages.map(({ action }) => action))).toEqual(new Set(["check"]));
  });

  it("sends a result again that the router failed to take, and the next ones after it", async () => {
    let failures = 2;
    router.answer = ({ action }) => (action === "next" && (failures -= 1) >= 0 ? 503 : 204);
    await subscribe();
    await world.record(2);
    const [first, second] = cursorsTo(2);
    await expect.poll(() => router.cursors()).toEqual([first, first, first, second]);
  });

  it.each(["check", "next"])("ends when the router refuses a %s message", async (refused) => {
    await subscribe({ heartbeatIntervalMs: 1000 });
    router.answer = ({ action }) => (action === refused ? 404 : 204);
    await world.record(1);
    await world.isDeserted();
    expect(router.messages.at(-1)?.action).toBe(refused);
  });

  it("ends with the cursor after the last result when the gateway shuts down", async () => {
    await world.record(3);
    await subscribe();
    await expect.poll(() => router.cursors()).toEqual(cursorsTo(3));
    await world.gateway.close();
    expect(router.messages.at(-1)).toMatchObject({
      action: "complete",
      errors: [{ extensions: { code: "SUBSCRIPTION_INTERRUPTED", retryable: true, cursor: encodeChangeCursor(3) } }],
    });
  });
});

describe("a router's subscription is rejected", () => {
  const isRejected = async (answer: Promise<Answer>, status: number, message: string): Promise<void> => {
    expect(await answer).toMatchObject({
      status,
      body: { errors: [{ message: expect.stringContaining(message) as unknown }] },
    });
    await world.isDeserted();
  };

  it("if the router does not confirm it", async () => {
    router.answer = () => 404;
    await isRejected(subscribe(), 400, "responded with 404");
    await router.close();
    await isRejected(subscribe(), 400, "cannot be reached");
    router = await startCallbackRouter();
  });

  it.each([
    ["of another port", "http://127.0.0.1:9/callback/one"],
    ["of another path", "/other"],
    ["of a path that begins alike", "/callbacks"],
    ["above the listed one", "/callback/%2e%2e/one"],
  ])("if its URL is not listed: %s", async (_, url) => {
    await isRejected(subscribe({ callbackUrl: new URL(url, router.url).href }), 403, "server.subscriptions.routers");
    expect(router.messages).toEqual([]);
  });

  it.each([
    ["callbackUrl", "ftp://127.0.0.1/callback"],
    ["callbackUrl", "http://user:password@127.0.0.1/callback"],
    ["callbackUrl", "callback"],
    ["subscriptionId", 7],
    ["verifier", ""],
    ["heartbeatIntervalMs", 10],
    ["heartbeatIntervalMs", "often"],
  ])("if its %s is %j", async (member, value) => {
    await isRejected(subscribe({ [member]: value }), 400, `extensions.subscription.${member} must be`);
    expect(router.messages).toEqual([]);
  });

  it.each([
    ["is a query", "{ viewer { id } }", "without it"],
    ["is not valid", "subscription { nothing }", "nothing"],
    ["has an invalid cursor", 'subscription { callbackChanged(after: "nonsense") { cursor } }', "after"],
  ])("without a message to the router if the operation %s", async (_, query, message) => {
    await isRejected(subscribe({}, query), 400, message);
    expect(router.messages).toEqual([]);
  });
});
