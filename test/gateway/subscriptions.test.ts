import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeCallback, FakeVendor } from "../../src/adapters/fake/fake.js";
import { ask } from "../support/ask.js";
import { CHANGE_FIELDS, follow, type Following, type Transport } from "../support/follow.js";
import { startWorld, type World } from "../support/world.js";

const STATUS = `subscription ($filter: CallbackFilter, $after: String, $snapshot: Boolean) {
  callbackStatusChanged(filter: $filter, after: $after, snapshot: $snapshot) { ${CHANGE_FIELDS} }
}`;
const ALL = `subscription ($filter: CallbackFilter, $kinds: [CallbackChangeKind!], $after: String) {
  callbackChanged(filter: $filter, kinds: $kinds, after: $after) { ${CHANGE_FIELDS} }
}`;
const LIST = `{ callbacks(first: 100, maxStaleness: "PT0S") { changeCursor totalCount nodes { id status } } }`;

interface Listed {
  readonly callbacks: {
    readonly changeCursor: string;
    readonly totalCount: number;
    readonly nodes: readonly { readonly id: string; readonly status: string }[];
  };
}

let world: World;
let fake: FakeVendor;
let source: string;
const followings: Following[] = [];

beforeEach(async () => {
  world = await startWorld();
  // Whichever vendor can list and has words of its own: it tells the rest of the gateway's changes from one call.
  const listing = world.gateway
    .createLoaders(new AbortController())
    .sources()
    .find(({ capabilities }) => capabilities.includes("LIST"));
  source = listing?.name ?? "";
  const found = world.fakes[source];
  if (found === undefined) throw new Error("no vendor lists");
  fake = found;
});
afterEach(async () => {
  for (const following of followings.splice(0)) await following.stop();
  await world.close();
});

function start(transport: Transport, query: string, variables: Record<string, unknown> = {}): Following {
  const following = follow(world.url, transport, query, variables);
  followings.push(following);
  return following;
}

/** Lets the gateway look at the vendors. */
async function look(): Promise<Listed["callbacks"]> {
  world.time.now += 2000;
  return (await ask<Listed>(world.url, LIST)).callbacks;
}

function addCallback(vendorStatus?: string): string {
  const callback: FakeCallback = { phoneNumber: "+14155550100", start: world.time.now + 3_600_000 };
  return fake.add(vendorStatus === undefined ? callback : { ...callback, vendorStatus });
}

const words = (): string[] => Object.keys(fake.vendorStatuses);

describe.each(["ws", "sse", "apollo"] as const)("a subscription over %s", (transport) => {
  it("receives every change of status, in order, with the status before", async () => {
    const id = addCallback();
    const { changeCursor } = await look();
    const following = start(transport, STATUS, { after: changeCursor });
    for (const word of words()) {
      fake.setVendorStatus(id, word);
      await look();
    }
    const expected = words()
      .map((word) => fake.vendorStatuses[word])
      .filter((status, index, all) => status !== (index === 0 ? "SCHEDULED" : all[index - 1]));
    const told = await following.next(expected.length);
    expect(told.map(({ status }) => status)).toEqual(expected);
    for (const [index, { previousStatus }] of told.entries()) {
      if (index > 0) expect(previousStatus).toBe(told[index - 1]?.status);
    }
  });

  it("resumes after any cursor: the replay equals the live events", async () => {
    const id = addCallback();
    const { changeCursor } = await look();
    const live = start(transport, STATUS, { after: changeCursor });
    for (const word of words().slice(1)) {
      fake.setVendorStatus(id, word);
      await look();
    }
    const told = await live.next(3);
    for (const [index, { cursor }] of told.entries()) {
      const resumed = start(transport, STATUS, { after: cursor });
      const rest = told.slice(index + 1);
      expect(await resumed.next(rest.length)).toEqual(rest);
    }
  });

  it("starts with a snapshot that equals the list, without a gap before the first change", async () => {
    const ids = [addCallback(), addCallback(), addCallback()];
    const list = await look();
    const following = start(transport, STATUS, { snapshot: true });
    const snapshot = await following.next(3);
    expect(snapshot.map(({ kind }) => kind)).toEqual(["SNAPSHOT", "SNAPSHOT", "SNAPSHOT"]);
    expect(snapshot.map(({ callback }) => callback.id).toSorted()).toEqual(list.nodes.map(({ id }) => id).toSorted());
    fake.setVendorStatus(ids[1] ?? "", words().at(-1) ?? "");
    await look();
    const [change] = (await following.next(4)).slice(3);
    expect(change).toMatchObject({ kind: "STATUS_CHANGED", callback: { vendorId: ids[1] } });
    const resumed = start(transport, STATUS, { snapshot: true, after: snapshot.at(-1)?.cursor });
    expect(await resumed.next(1)).toEqual([change]);
  });

  it("receives only changes that match its filter or leave it", async () => {
    const [first, second] = [addCallback(), addCallback()];
    const { changeCursor } = await look();
    const status = fake.vendorStatuses[words().at(-1) ?? ""];
    const leaving = start(transport, STATUS, {
      after: changeCursor,
      filter: { statuses: ["SCHEDULED"], sources: [source] },
    });
    const entering = start(transport, STATUS, { after: changeCursor, filter: { statuses: [status] } });
    fake.setVendorStatus(first, words().at(-1) ?? "");
    await look();
    fake.setVendorStatus(second, words().at(-1) ?? "");
    await look();
    for (const following of [leaving, entering]) {
      const told = await following.next(2);
      expect(told.map(({ callback }) => callback.vendorId)).toEqual([first, second]);
    }
  });

  it("receives new, changed and gone callbacks, by kind", async () => {
    const { changeCursor } = await look();
    const everything = start(transport, ALL, { after: changeCursor });
    const gone = start(transport, ALL, { after: changeCursor, kinds: ["GONE"] });
    const id = addCallback();
    await look();
    fake.records.delete(id);
    await look();
    await look();
    expect((await everything.next(2)).map(({ kind }) => kind)).toEqual(["CREATED", "GONE"]);
    expect(await gone.next(1)).toMatchObject([
      { kind: "GONE", status: "ENDED", changedFields: ["isPresentAtVendor", "status"] },
    ]);
  });

  // This client reads documents itself, and sends none that it cannot.
  it.runIf(transport !== "apollo")(
    "reports an invalid cursor, filter or document, and ends only this subscription",
    async () => {
      const good = start(transport, STATUS, { after: (await look()).changeCursor });
      const wrong: [string, Record<string, unknown>, string][] = [
        [STATUS, { after: "nonsense" }, "BAD_USER_INPUT"],
        [STATUS, { filter: { sources: ["nowhere"] } }, "BAD_USER_INPUT"],
        ["subscription { nothing }", {}, "GRAPHQL_VALIDATION_FAILED"],
        ["subscription {", {}, "GRAPHQL_PARSE_FAILED"],
      ];
      for (const [query, variables, code] of wrong) {
        const errors = await start(transport, query, variables).ended;
        expect(errors, JSON.stringify(errors)).toMatchObject([{ extensions: { code } }]);
      }
      addCallback();
      await look();
      expect(await good.next(1)).toHaveLength(1);
    },
  );

  it("fails with CURSOR_EXPIRED and a cursor when the log was trimmed", async () => {
    const { changeCursor } = await look();
    for (let count = 0; count < 5; count += 1) addCallback();
    const { changeCursor: last } = await look();
    await world.store.trimChanges({ noticedBefore: Number.POSITIVE_INFINITY, keep: 1, limit: 100 });
    const errors = await start(transport, STATUS, { after: changeCursor }).ended;
    expect(errors).toMatchObject([{ extensions: { code: "CURSOR_EXPIRED", cursor: last } }]);
  });

  it("sends the same bytes to 50 clients with the same operation", async () => {
    const id = addCallback();
    const { changeCursor } = await look();
    const clients = Array.from({ length: 50 }, () => start(transport, STATUS, { after: changeCursor }));
    fake.setVendorStatus(id, words().at(-1) ?? "");
    await look();
    const told = await Promise.all(clients.map((client) => client.next(1)));
    for (const changes of told) expect(changes).toEqual(told[0]);
  });
});

describe("a browser's EventSource", () => {
  it("resumes by itself: the header Last-Event-ID goes before the argument", async () => {
    const id = addCallback();
    const { changeCursor } = await look();
    for (const word of words().slice(1, 3)) {
      fake.setVendorStatus(id, word);
      await look();
    }
    const read = async (headers: Record<string, string>): Promise<string[]> => {
      const parameters = new URLSearchParams({ query: STATUS, variables: JSON.stringify({ after: changeCursor }) });
      const leave = new AbortController();
      const response = await fetch(`${world.url}/graphql?${parameters.toString()}`, {
        headers: { accept: "text/event-stream", ...headers },
        signal: leave.signal,
      });
      let text = "";
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk as Uint8Array).toString("utf8");
        if (
          text.split("event: next").length > (headers["last-event-id"] === undefined ? 2 : 1) &&
          text.endsWith("\n\n")
        )
          break;
      }
      leave.abort();
      return [...text.matchAll(/^id: (.*)$/gmu)].map(([, cursor = ""]) => cursor);
    };
    const both = await read({});
    expect(both).toHaveLength(2);
    expect(await read({ "last-event-id": both[0] ?? "" })).toEqual([both[1]]);
  });
});
