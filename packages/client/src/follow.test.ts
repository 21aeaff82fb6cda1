import { afterEach, describe, expect, it } from "vitest";
import { rejection, row, ScriptedGateway } from "../test/scripted-gateway.js";
import { followCallbacks, type CallbackFeed, type FollowOptions } from "./follow.js";
import type { Transport } from "./transport.js";

const feeds: CallbackFeed[] = [];
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.stop();
});

function follow(gateway: Transport, options: Partial<FollowOptions> = {}): CallbackFeed {
  const fixed = { refreshMs: 0, intervalMs: null, retryDelayMs: () => 0 };
  const feed = followCallbacks({ gateway, filter: { isOpen: true }, ...fixed, ...options });
  feeds.push(feed);
  return feed;
}

/** Resolves once the condition holds. */
function until(feed: CallbackFeed, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!isTrue()) return;
      leave();
      resolve();
    };
    const leave = feed.subscribe(check);
    check();
  });
}

const idsOf = ({ state }: CallbackFeed): string => state.callbacks.map(({ id }) => id).join(" ");
describe("followCallbacks", () => {
  it("reads the list page by page and follows from the position of the first page", async () => {
    const gateway = new ScriptedGateway();
    gateway.rows = Array.from({ length: 250 }, (_, index) => row(`r${index}`, index));
    gateway.position = 7;
    const feed = follow(gateway, { first: 1000 });
    const { variables } = await gateway.subscriber(1);
    expect(gateway.reads).toBe(3);
    expect(variables).toMatchObject({ after: "c7", filter: { isOpen: true } });
    expect(feed.state).toMatchObject({ totalCount: 250, connection: "live" });
    expect(feed.state.callbacks).toEqual(gateway.rows);
  });

  it("inserts, moves and removes callbacks in the order of the list, and counts them, without another read", async () => {
    const gateway = new ScriptedGateway();
    gateway.rows = [row("a", 1), row("b", 2), row("c", 3)];
    const feed = follow(gateway);
    const subscriber = await gateway.subscriber(1);
    subscriber.send(
      gateway.change(row("d", 2.5), "CREATED"),
      gateway.change(row("a", 9), "UPDATED"),
      gateway.change(row("b", 2, "COMPLETED")),
      gateway.change(row("x", 1, "CANCELED")),
    );
    await until(feed, () => idsOf(feed) === "d c a");
    expect(feed.state.totalCount).toBe(3);
    subscriber.send(gateway.change(row("b", 2)));
    await until(feed, () => idsOf(feed) === "b d c a");
    expect(gateway.reads).toBe(1);
  });

  it("puts callbacks with equal times where the gateway puts them, in both directions", async () => {
    for (const direction of ["ASC", "DESC"] as const) {
      const gateway = new ScriptedGateway();
      gateway.rows = direction === "ASC" ? [row("a", 1), row("b", 1)] : [row("b", 1), row("a", 1)];
      const feed = follow(gateway, { orderBy: { field: "WINDOW_START", direction } });
      (await gateway.subscriber(1)).send(gateway.change(row("c", 1), "CREATED"));
      await until(feed, () => idsOf(feed) === (direction === "ASC" ? "a b c" : "c b a"));
    }
  });

  it("passes each change once to onChange, also when the connection repeats the last one", async () => {
    const gateway = new ScriptedGateway();
    gateway.rows = [row("a", 1)];
    const cursors: string[] = [];
    const feed = follow(gateway, { onChange: ({ cursor }) => cursors.push(cursor) });
    const created = gateway.change(row("b", 2), "CREATED");
    (await gateway.subscriber(1)).send(created, created, gateway.change(row("c", 3), "CREATED"));
    await until(feed, () => idsOf(feed) === "a b c");
    expect(feed.state.totalCount).toBe(3);
    expect(cursors).toEqual(["c1", "c2"]);
  });

  it.each(["a broken connection", "a completed subscription"])(
    "resumes after %s behind the last change",
    async (end) => {
      const gateway = new ScriptedGateway();
      gateway.rows = [row("a", 1)];
      const states: string[] = [];
      const feed = follow(gateway);
      feed.subscribe(() => states.push(feed.state.connection));
      const first = await gateway.subscriber(1);
      first.send(gateway.change(row("b", 2), "CREATED"));
      await until(feed, () => idsOf(feed) === "a b");
      if (end === "a broken connection") first.fail(new Error("socket hang up"));
      else first.complete();
      const second = await gateway.subscriber(2);
      expect(second.variables.after).toBe("c1");
      expect(states).toContain("reconnecting");
      gateway.rows = [row("a", 1), row("b", 2)];
      second.send(gateway.change(row("c", 3), "CREATED"));
      await until(feed, () => idsOf(feed) === "a b c" && feed.state.connection === "live");
      expect(feed.state.error).toBeNull();
    },
  );

  it("reads the list again when its cursor has expired, so that a gap in the log loses nothing", async () => {
    const gateway = new ScriptedGateway();
    gateway.rows = [row("a", 1)];
    const feed = follow(gateway);
    const first = await gateway.subscriber(1);
    gateway.rows = [row("b", 2)];
    gateway.position = 50;
    first.send(rejection("CURSOR_EXPIRED", { cursor: "c50" }));
    expect((await gateway.subscriber(2)).variables.after).toBe("c50");
    expect(idsOf(feed)).toBe("b");
  });

  it("reads the list again when the gateway does not accept its cursor, and ends when that does not help", async () => {
    const gateway = new ScriptedGateway();
    const feed = follow(gateway);
    (await gateway.subscriber(1)).send(rejection("BAD_USER_INPUT"));
    (await gateway.subscriber(2)).send(rejection("BAD_USER_INPUT"));
    await until(feed, () => feed.state.connection === "ended");
    expect(gateway.reads).toBe(2);
    expect(feed.state.error).toMatchObject({ code: "BAD_USER_INPUT", message: "rejected: BAD_USER_INPUT" });
  });

  it("resumes from the cursor of FEED_OVERFLOW", async () => {
    const gateway = new ScriptedGateway();
    follow(gateway);
    // A transport may also reject with the errors.
    (await gateway.subscriber(1)).fail(rejection("FEED_OVERFLOW", { cursor: "c3" }).errors);
    expect((await gateway.subscriber(2)).variables.after).toBe("c3");
  });

  it("applies changes that arrive while the list is read again on top of what was read", async () => {
    const gateway = new ScriptedGateway();
    gateway.rows = [row("a", 1), row("b", 2), row("c", 3)];
    const feed = follow(gateway, { first: 2 });
    const subscriber = await gateway.subscriber(1);
    let release = (): void => undefined;
    gateway.hold = new Promise((resolve) => (release = resolve));
    subscriber.send(gateway.change(row("b", 2, "CANCELED")));
    await until(feed, () => idsOf(feed) === "a");
    await expect.poll(() => gateway.reads).toBe(2);
    // The read in progress does not contain this change.
    subscriber.send(gateway.change(row("a", 1, "CANCELED")));
    await until(feed, () => idsOf(feed) === "");
    gateway.rows = [row("c", 3)];
    release();
    await until(feed, () => idsOf(feed) === "c" && feed.state.totalCount === 1);
  });

  it("reads a list again after changes where only the gateway knows what it contains", async () => {
    const gateway = new ScriptedGateway();
    gateway.rows = [row("a", 1)];
    const feed = follow(gateway, { filter: { isOpen: true, agentIds: ["one"] } });
    const subscriber = await gateway.subscriber(1);
    expect(subscriber.variables.filter).toEqual({ isOpen: true });
    gateway.rows = [row("b", 1)];
    subscriber.send(gateway.change(row("a", 1), "UPDATED"));
    await until(feed, () => idsOf(feed) === "b");
  });

  it("reads the list again regularly, as time alone changes fields", async () => {
    const gateway = new ScriptedGateway();
    const feed = follow(gateway, { intervalMs: 1 });
    await gateway.subscriber(1);
    gateway.rows = [row("a", 1)];
    await until(feed, () => idsOf(feed) === "a");
  });

  it("ends with the error of an operation that can never succeed", async () => {
    const gateway = new ScriptedGateway();
    gateway.failure = rejection("FORBIDDEN");
    const iterator = follow(gateway)[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ connection: "connecting", totalCount: null });
    await expect(iterator.next()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("tries rejected credentials once more, because the transport may have new ones", async () => {
    const gateway = new ScriptedGateway();
    gateway.failure = rejection("UNAUTHENTICATED");
    const feed = follow(gateway);
    await until(feed, () => feed.state.connection === "ended");
    expect(gateway.reads).toBe(2);
    expect(feed.state.error).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("leaves the subscription when it is aborted, and when an iteration ends", async () => {
    const gateway = new ScriptedGateway();
    const controller = new AbortController();
    const feed = follow(gateway, { signal: controller.signal });
    const first = await gateway.subscriber(1);
    controller.abort();
    await until(feed, () => feed.state.connection === "ended");
    expect(first.isLeft()).toBe(true);
    expect(feed.state.error).toBeNull();

    gateway.rows = [row("a", 1)];
    for await (const { callbacks } of follow(gateway)) {
      if (callbacks.length === 0) continue;
      await gateway.subscriber(2);
      break;
    }
    await expect.poll(() => gateway.subscribers[1]!.isLeft()).toBe(true);
  });

  it("rejects a size that is no size", () => {
    expect(() => follow(new ScriptedGateway(), { first: 0 })).toThrow("first is 0: pass an integer above 0");
  });
});
