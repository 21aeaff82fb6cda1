import { ApolloClient, ApolloLink, InMemoryCache, Observable } from "@apollo/client";
import { afterEach, describe, expect, it } from "vitest";
import { applyChange, possibleTypes, typePolicies } from "./apollo.js";
import { CallbackDetailsDocument, CallbacksDocument, FollowCallbacksDocument } from "./operations.js";

type Json = Readonly<Record<string, unknown>>;

const timeOf = (hour: number): string => new Date(Date.UTC(2026, 5, 1, hour)).toISOString();

/** A callback with every field of a list. */
function row(id: string, hour: number, status = "SCHEDULED", customer: Json = {}): Json {
  return {
    __typename: "Callback",
    id,
    vendor: "TALKDESK",
    vendorId: id,
    source: { __typename: "CallbackSource", id: "source", name: "north", displayName: null },
    queue: null,
    status,
    statusBasis: "REPORTED",
    vendorStatus: status,
    isOpen: status === "SCHEDULED",
    isPresentAtVendor: true,
    observedAt: timeOf(0),
    customer: {
      __typename: "Customer",
      id: "customer",
      name: "Ada",
      phoneNumber: null,
      phoneNumberRaw: "1",
      ...customer,
    },
    window: {
      __typename: "CallbackWindow",
      start: timeOf(hour),
      end: null,
      timeZone: null,
      localDate: null,
      localStart: null,
      localEnd: null,
      dstAdjustment: "NONE",
    },
    dueAt: null,
    isOverdue: false,
    nextAttemptAt: null,
    createdAt: null,
    updatedAt: null,
    statusChangedAt: timeOf(0),
    endedAt: null,
  };
}

function page(rows: readonly Json[], changeCursor: string, more: Json = {}): Json {
  const pageInfo = {
    __typename: "PageInfo",
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: String(rows[0]?.["id"]),
    endCursor: String(rows.at(-1)?.["id"]),
  };
  return {
    callbacks: {
      __typename: "CallbackConnection",
      totalCount: 9,
      changeCursor,
      pageInfo: { ...pageInfo, ...more },
      nodes: rows,
      sources: [],
    },
  };
}

const details = (id: string, hour: number): Json => ({
  callback: {
    ...row(id, hour),
    timing: "SCHEDULED",
    waitingSince: null,
    firstAttemptAt: null,
    promise: "PENDING",
    channel: "VOICE",
    attemptCount: 0,
    reason: null,
    outcome: null,
    assignment: null,
    routing: { __typename: "Routing", queueId: null, campaignId: null, callTargetId: null },
    origin: { __typename: "CallbackOrigin", category: "API", vendorOrigin: null },
    estimate: null,
    customer: {
      ...(row(id, hour)["customer"] as Json),
      openCallbackCount: 1,
      callbacks: { __typename: "CallbackConnection", totalCount: 1, nodes: [row(id, hour)] },
    },
    history: { __typename: "CallbackChangeConnection", nodes: [] },
    vendorRecord: { __typename: "TalkdeskCallback" },
  },
});

let position = 0;
function change(callback: Json, previousStatus: string | null = "SCHEDULED"): Json {
  position += 1;
  const times = { occurredAt: null, observedAt: timeOf(0) };
  const { status } = callback;
  const kind = previousStatus === null ? "CREATED" : "STATUS_CHANGED";
  return {
    callbackChanged: {
      __typename: "CallbackChange",
      cursor: `c${position}`,
      kind,
      previousStatus,
      status,
      changedFields: [],
      ...times,
      callback,
    },
  };
}

/** A client whose gateway returns one response after the other; `sent` are the names of the operations. */
function startClient(...responses: readonly Json[]) {
  const rest = [...responses];
  const sent: string[] = [];
  const link = new ApolloLink(({ operationName = "" }) => {
    sent.push(operationName);
    return new Observable((observer) => {
      const data = rest.shift();
      if (data === undefined) return observer.error(new Error(`no response to ${operationName}`));
      observer.next({ data });
      observer.complete();
    });
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes, typePolicies }) });
  clients.push(client);
  /** Receives a change as a subscription does. */
  const receive = async (data: Json): Promise<boolean> => {
    rest.unshift(data);
    let isStale = false;
    await new Promise<void>((resolve, reject) => {
      client.subscribe({ query: FollowCallbacksDocument }).subscribe({
        next({ data: event }) {
          isStale = applyChange(client.cache, event!.callbackChanged);
        },
        error: reject,
        complete: resolve,
      });
    });
    return isStale;
  };
  return { client, sent, receive };
}

const clients: ApolloClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

const variables = { filter: { isOpen: true } };

describe("the policies for Apollo Client", () => {
  it("update open details with every event, without another request", async () => {
    const { client, sent, receive } = startClient(details("a", 1));
    const statuses: (string | undefined)[] = [];
    const watching = client
      .watchQuery({ query: CallbackDetailsDocument, variables: { id: "a" } })
      .subscribe(({ data, dataState }) => {
        if (dataState === "complete") statuses.push(`${data.callback?.status} ${data.callback?.customer.name}`);
      });
    await expect.poll(() => statuses).toEqual(["SCHEDULED Ada"]);
    for (const [status, name] of [
      ["QUEUED", "Ada"],
      ["IN_PROGRESS", "Ada B."],
      ["COMPLETED", "Ada"],
    ] as const) {
      await receive(change(row("a", 1, status, { name })));
      await expect.poll(() => statuses.at(-1), { timeout: 5000 }).toBe(`${status} ${name}`);
    }
    expect(sent.filter((name) => name === "CallbackDetails")).toHaveLength(1);
    watching.unsubscribe();
  });

  it("do not mix the fields of two customers", async () => {
    const { client, receive } = startClient(details("a", 1));
    await client.query({ query: CallbackDetailsDocument, variables: { id: "a" } });
    await receive(change(row("a", 1, "QUEUED", { id: "another", name: "Ben" })));
    expect(client.readQuery({ query: CallbackDetailsDocument, variables: { id: "a" } })).toBeNull();
  });

  it("join pages of nodes, and keep the first page's changeCursor", async () => {
    const { client } = startClient(
      page([row("a", 1), row("b", 2)], "at page 1"),
      page([row("c", 3), row("b", 2.5)], "at page 2", { hasNextPage: false, hasPreviousPage: true }),
      page([row("x", 3)], "of another list"),
      page([row("b", 2)], "read again"),
    );
    const read = (): unknown => {
      const { callbacks } = client.readQuery({ query: CallbacksDocument, variables })!;
      const { hasNextPage, startCursor, endCursor } = callbacks.pageInfo;
      return [
        callbacks.nodes.map(({ id }) => id).join(""),
        callbacks.changeCursor,
        hasNextPage,
        startCursor,
        endCursor,
      ];
    };
    const query = (more: object): Promise<unknown> =>
      client.query({ query: CallbacksDocument, variables: { ...variables, ...more }, fetchPolicy: "network-only" });
    await query({});
    await query({ after: "b" });
    // A callback that moved between the pages is in the list once.
    expect(read()).toEqual(["acb", "at page 1", false, "a", "b"]);
    await query({ after: "nowhere" });
    expect(read()).toEqual(["acb", "at page 1", false, "a", "b"]);
    await query({});
    expect(read()).toEqual(["b", "read again", true, "b", "b"]);
  });
});

describe("applyChange", () => {
  it("inserts, moves, removes and counts callbacks in the lists that they belong to", async () => {
    const { client, receive } = startClient(page([row("a", 1), row("b", 2), row("d", 4)], "start"));
    await client.query({ query: CallbacksDocument, variables });
    const read = (): unknown => {
      const { callbacks } = client.readQuery({ query: CallbacksDocument, variables })!;
      return [callbacks.nodes.map(({ id }) => id).join(""), callbacks.totalCount, callbacks.changeCursor];
    };
    expect(await receive(change(row("c", 3), null))).toBe(false);
    expect(read()).toEqual(["abcd", 10, `c${position}`]);
    await receive(change(row("a", 3.5)));
    expect(read()).toEqual(["bcad", 10, `c${position}`]);
    await receive(change(row("b", 2, "CANCELED")));
    expect(read()).toEqual(["cad", 9, `c${position}`]);
    // Behind the last page that was loaded.
    await receive(change(row("z", 99), null));
    expect(read()).toEqual(["cad", 10, `c${position}`]);
    await receive(change(row("y", 98, "CANCELED")));
    expect(read()).toEqual(["cad", 9, `c${position}`]);
  });

  it("returns true for lists that only the gateway can decide about", async () => {
    const { client, receive } = startClient(page([row("a", 1)], "start"));
    await client.query({ query: CallbacksDocument, variables: { filter: { agentIds: ["one"] } } });
    expect(await receive(change(row("b", 2), null))).toBe(true);
  });
});
