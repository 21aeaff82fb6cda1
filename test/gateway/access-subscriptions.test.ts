import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { encodeId } from "../../src/domain/id.js";
import { tokenUntil } from "../support/access.js";
import { KEYS, NUMBER, OTHER, OWN, startTenantWorld, type TenantWorld } from "../support/tenants.js";

let world: TenantWorld;
beforeAll(async () => {
  world = await startTenantWorld();
});
afterAll(() => world.close());

interface Event {
  readonly data?: {
    readonly callbackChanged: {
      readonly cursor: string;
      readonly callback: { readonly id: string; readonly customer: object };
    };
  };
}

describe("a subscription", () => {
  const QUERY = `subscription { callbackChanged(snapshot: true) { cursor callback { id customer { phoneNumberRaw } } } }`;

  const follow = (
    payload: Record<string, string>,
  ): { events: AsyncIterableIterator<Event>; closed: Promise<unknown> } => {
    let close: (event: unknown) => void = () => undefined;
    const closed = new Promise<unknown>((resolve) => (close = resolve));
    const client = createClient({
      url: `${world.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: payload,
      retryAttempts: 0,
      // Else the client itself would leave first.
      lazyCloseTimeout: 10_000,
      on: { closed: (event) => close((event as { code?: number }).code) },
    });
    return { events: client.iterate({ query: QUERY }) as unknown as AsyncIterableIterator<Event>, closed };
  };

  it("contains only the caller's granted sources, masked without the right to PII", async () => {
    const owner = follow({ "x-api-key": KEYS.owner.key });
    const masked = follow({ Authorization: `Bearer ${KEYS.masked.key}` });
    const stranger = follow({ "x-api-key": KEYS.stranger.key });
    const customerOf = async ({ events }: typeof owner): Promise<unknown> => {
      const { value } = (await events.next()) as { value: Event };
      return value.data?.callbackChanged.callback.customer;
    };
    expect(await customerOf(owner)).toMatchObject({ phoneNumberRaw: expect.stringContaining("5550123") });
    expect(await customerOf(masked)).toEqual({ phoneNumberRaw: "***23" });
    const first = stranger.events.next();
    world.fakes[OWN]?.add({ phoneNumber: "+14155550124", start: world.time.now + 3_600_000 });
    world.time.now += 60_000;
    await world.as("everywhere", `{ callbacks(maxStaleness: "PT0S") { totalCount } }`);
    expect(await customerOf(owner)).toMatchObject({ phoneNumberRaw: expect.stringContaining("5550124") });
    // What the stranger is told first is the stranger's own, though it came last.
    const other = world.fakes[OTHER]?.add({ phoneNumber: NUMBER, start: world.time.now + 3_600_000 }) ?? "";
    await world.as(
      "everywhere",
      `{ callbacks(filter: { phoneNumbers: ["${NUMBER}"] }, maxStaleness: "PT0S") { totalCount } }`,
    );
    const { value } = (await first) as { value: Event };
    expect(value.data?.callbackChanged.callback.id).toBe(encodeId("Callback", OTHER, other));
    for (const { events } of [owner, masked, stranger]) await events.return?.();
  });

  it("over a WebSocket ends with its token: UNAUTHENTICATED with the last cursor, then 4403", async () => {
    const token = await tokenUntil(world.time.now + 1000);
    const { events, closed } = follow({ authorization: `Bearer ${token}` });
    let last = "";
    const ended = (async () => {
      for await (const { data } of events) last = data?.callbackChanged.cursor ?? "";
    })();
    await expect(ended).rejects.toMatchObject([
      { extensions: { code: "UNAUTHENTICATED", cursor: expect.any(String) } },
    ]);
    const [error] = (await ended.catch((thrown: unknown) => thrown)) as { extensions: { cursor: string } }[];
    expect(error?.extensions.cursor).toBe(last);
    expect(await closed).toBe(4403);
  });

  it("over an event stream ends with its token, with the last cursor", async () => {
    const token = await tokenUntil(world.time.now + 1000);
    const response = await world.post({ authorization: `Bearer ${token}`, accept: "text/event-stream" }, QUERY);
    const text = await response.text();
    const cursors = [...text.matchAll(/"cursor":"([^"]+)"/gu)].map(([, cursor]) => cursor);
    expect(text).toContain("UNAUTHENTICATED");
    expect(text.trim().endsWith("event: complete\ndata:")).toBe(true);
    expect(new Set(cursors.slice(-2)).size).toBe(1);
  });
});
