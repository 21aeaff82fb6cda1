import { createClient } from "graphql-ws";
import { print } from "graphql";
import { WebSocket } from "ws";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { CHANGE_FIELDS, follow, type Following, type Transport } from "../support/follow.js";
import { AgentDocument, ScheduleCallbackDocument } from "../../schema/operations.js";
import { startWorld, type World } from "../support/world.js";
import {
  AGENT,
  agentId,
  aCommand,
  callbackId,
  cancel,
  iso,
  NUMBER,
  QUEUE,
  recordAction,
  reschedule,
  schedule,
  seen,
  writesAt,
} from "../support/commands.js";

const HOUR = 3_600_000;
const INTERACTION = "0b1c2d3e-0000-4000-a000-000000000009";
const LIST = `{ callbacks(maxStaleness: "PT24H") { changeCursor totalCount nodes { vendorId status window { start } } } }`;
const CHANGES = `subscription ($after: String) { callbackChanged(after: $after) { ${CHANGE_FIELDS} } }`;

interface Listed {
  readonly callbacks: {
    readonly changeCursor: string;
    readonly totalCount: number;
    readonly nodes: readonly { vendorId: string; status: string; window: { start: string } | null }[];
  };
}

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const listed = async (): Promise<Listed["callbacks"]> => (await ask<Listed>(world.url, LIST)).callbacks;

const followFromHere = async (transport: Transport): Promise<Following> =>
  follow(world.url, transport, CHANGES, { after: (await listed()).changeCursor });

describe.each(["webex", "genesys-cloud", "genesys-gms", "nice-cxone", "mindful"])(
  "a callback that is scheduled at %s",
  (source) => {
    it("is in the payload, lists and subscriptions at once, with the vendor's receipt", async () => {
      const following = await followFromHere("ws");
      const { callback, receipt, userErrors } = await schedule(world.url, aCommand(source, world.time.now));
      expect(userErrors).toEqual([]);
      expect(receipt?.respondedAt).toBe(iso(world.time.now));
      expect(callback).toMatchObject({
        source: { name: source },
        status: "SCHEDULED",
        customer: { phoneNumber: NUMBER },
        window: { start: iso(world.time.now + 2 * HOUR) },
        observedAt: iso(world.time.now),
      });
      expect([...(world.fakes[source]?.records.keys() ?? [])]).toEqual([callback?.vendorId]);
      world.forgetCalls();
      expect(await listed()).toMatchObject({ totalCount: 1, nodes: [{ vendorId: callback?.vendorId }] });
      expect(await following.next(1)).toMatchObject([{ kind: "CREATED", callback: { id: callback?.id } }]);
      await following.stop();
    });

    it("can be requested in local time, which means an instant", async () => {
      // 12:00 UTC is 8 in the morning in New York.
      const local = { localDate: "2026-06-01", localStart: "10:00", timeZone: "America/New_York" };
      const window = source === "webex" ? { ...local, localEnd: "11:00" } : local;
      const { callback, userErrors } = await schedule(world.url, aCommand(source, world.time.now, { window }));
      expect(userErrors).toEqual([]);
      expect(callback?.window?.start).toBe("2026-06-01T14:00:00.000Z");
    });
  },
);

it("a callback as soon as possible has no window", async () => {
  const { callback, userErrors } = await schedule(world.url, aCommand("mindful", world.time.now, { window: null }));
  expect(userErrors).toEqual([]);
  expect(callback).toMatchObject({ source: { name: "mindful" }, isOpen: true });
});

describe.each(["webex", "talkdesk", "genesys-cloud", "genesys-gms", "nice-cxone"])(
  "a callback that is moved at %s",
  (source) => {
    it("has its new time in the payload, lists and subscriptions at once", async () => {
      const vendorId = await seen(world, source);
      const following = await followFromHere("sse");
      world.time.now += 1000;
      const start = iso(world.time.now + 24 * HOUR);
      const { callback, receipt, userErrors } = await reschedule(world.url, {
        id: callbackId(source, vendorId),
        window: { start },
      });
      expect(userErrors).toEqual([]);
      expect(receipt?.respondedAt).toBe(iso(world.time.now));
      expect(callback).toMatchObject({ vendorId, window: { start } });
      expect(writesAt(world, source)).toHaveLength(1);
      expect((await listed()).nodes).toMatchObject([{ vendorId, window: { start } }]);
      const [change] = await following.next(1);
      expect(change).toMatchObject({ kind: "UPDATED", callback: { vendorId } });
      expect(change?.changedFields).toContain("window");
      await following.stop();
    });
  },
);

describe.each(["webex", "talkdesk", "genesys-cloud", "genesys-gms", "amazon-connect", "nice-cxone", "mindful"])(
  "a callback that is withdrawn at %s",
  (source) => {
    it("is CANCELED in the payload, lists and subscriptions at once", async () => {
      const vendorId = await seen(world, source);
      const following = await followFromHere("ws");
      world.time.now += 1000;
      const { callback, receipt, userErrors } = await cancel(world.url, { id: callbackId(source, vendorId) });
      expect(userErrors).toEqual([]);
      expect(receipt?.respondedAt).toBe(iso(world.time.now));
      expect(callback).toMatchObject({ vendorId, status: "CANCELED", statusBasis: "REPORTED", isOpen: false });
      expect(writesAt(world, source)).toHaveLength(1);
      expect((await listed()).nodes).toMatchObject([{ vendorId, status: "CANCELED" }]);
      expect(await following.next(1)).toMatchObject([{ kind: "STATUS_CHANGED", status: "CANCELED" }]);
      await following.stop();
    });
  },
);

describe("an agent action", () => {
  it("has every field of the vendor's response, and is found by agent, interaction and id", async () => {
    const actionAt = iso(world.time.now - 5000);
    const { action, receipt, userErrors } = await recordAction(world.url, {
      agentId: agentId("webex"),
      interactionId: INTERACTION,
      clientId: "wellbeing",
      actionType: "BREAK",
      actionAt,
    });
    expect(userErrors).toEqual([]);
    expect(action).toMatchObject({
      source: { name: "webex" },
      interactionId: INTERACTION,
      agent: { vendorId: AGENT },
      clientId: "wellbeing",
      actionType: "BREAK",
      actionAt,
      createdAt: iso(world.time.now),
    });
    for (const field of ["vendorId", "orgId", "trackingId"] as const) expect(action?.[field]).toMatch(/./u);
    expect(receipt?.trackingId).toBe(action?.trackingId);
    const [sent] = world.fakes["webex"]?.log ?? [];
    expect(sent).toMatchObject({ method: "POST", path: "/v1/agentburnout/action" });
    expect(sent?.headers["x-organization-id"]).toBe(action?.orgId);
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({ actionDateType: world.time.now - 5000 });

    const { agent } = await ask(world.url, AgentDocument, { id: agentId("webex") });
    expect(agent?.actions.nodes).toEqual([action]);
    const node = `query ($id: ID!) { node(id: $id) { __typename id ... on AgentAction { trackingId } } }`;
    expect(await ask(world.url, node, { id: action?.id })).toEqual({
      node: { __typename: "AgentAction", id: action?.id, trackingId: action?.trackingId },
    });
  });

  it("stands with the callback of the interaction, too", async () => {
    const { callback } = await schedule(
      world.url,
      aCommand("webex", world.time.now, { originInteractionId: INTERACTION, queueId: QUEUE }),
    );
    const about = { agentId: agentId("webex"), clientId: "wellbeing", actionType: "BREAK" };
    await recordAction(world.url, { ...about, interactionId: "0b1c2d3e-0000-4000-a000-000000000010" });
    const { action } = await recordAction(world.url, { ...about, interactionId: INTERACTION });
    const query = `query ($id: ID!) { callback(id: $id) { agentActions(first: 5) { nodes { id interactionId } } } }`;
    expect(await ask(world.url, query, { id: callback?.id })).toEqual({
      callback: { agentActions: { nodes: [{ id: action?.id, interactionId: INTERACTION }] } },
    });
  });

  it("is paged on, the latest first", async () => {
    const ids: (string | undefined)[] = [];
    for (const actionType of ["BREAK", "LUNCH", "COACHING"]) {
      const { action } = await recordAction(world.url, { agentId: agentId("webex"), clientId: "x", actionType });
      ids.unshift(action?.id);
    }
    interface Page {
      readonly agent: {
        readonly actions: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      };
    }
    const page = (after: string | null): Promise<Page> =>
      ask<Page>(
        world.url,
        `query ($id: ID!, $after: String) {
          agent(id: $id) { actions(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
        }`,
        { id: agentId("webex"), after },
      );
    const first = (await page(null)).agent.actions;
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = (await page(first.pageInfo.endCursor)).agent.actions;
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(ids);
  });
});

describe("a mutation", () => {
  it("has the same result over a WebSocket as over HTTP", async () => {
    const client = createClient({ url: `${world.url.replace("http", "ws")}/graphql`, webSocketImpl: WebSocket });
    const answers = client.iterate({
      query: print(ScheduleCallbackDocument),
      variables: { input: aCommand("mindful", world.time.now) },
    });
    const { value } = await answers.next();
    await client.dispose();
    expect(value).toMatchObject({ data: { scheduleCallback: { userErrors: [], callback: { status: "SCHEDULED" } } } });
    expect(world.fakes["mindful"]?.records.size).toBe(1);
  });

  it("is rejected over GET, and nothing is sent", async () => {
    const query = `mutation { cancelCallback(input: { id: "${callbackId("talkdesk", await seen(world, "talkdesk"))}" }) { userErrors { code } } }`;
    const response = await fetch(`${world.url}/graphql?${new URLSearchParams({ query }).toString()}`, {
      headers: { "apollo-require-preflight": "1" },
    });
    expect(response.status).toBe(405);
    expect(world.callCount()).toBe(0);
  });

  it("is rejected as an event stream, and nothing is sent", async () => {
    const query = `mutation { cancelCallback(input: { id: "${callbackId("talkdesk", await seen(world, "talkdesk"))}" }) { userErrors { code } } }`;
    const response = await fetch(`${world.url}/graphql?${new URLSearchParams({ query }).toString()}`, {
      headers: { accept: "text/event-stream" },
    });
    await response.text();
    expect(world.callCount()).toBe(0);
  });
});
