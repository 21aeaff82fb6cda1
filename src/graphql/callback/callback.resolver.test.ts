import { describe, expect, it } from "vitest";
import { execute } from "../../../test/support/execute.js";
import { A_FRESH_REPORT, aChange, NOW, stubLoaders, type StubRow } from "../../../test/support/stub-loaders.js";
import { NO_CUSTOMER, NO_ROUTING, type Callback } from "../../domain/callback.js";
import { decodeChangeCursor } from "../../domain/change/cursor.js";
import { encodeId } from "../../domain/id.js";
import { derivedStatus, reportedStatus } from "../../domain/status.js";
import { instantWindow } from "../../domain/time/window.js";

const HOUR = 3_600_000;

/** A row whose window begins this many hours from now. */
function row(vendorId: string, hours: number | null, fields: Partial<Callback> = {}): StubRow {
  const window = hours === null ? null : instantWindow(NOW + hours * HOUR, null, null);
  return { fields: { vendorId, window, ...fields } };
}

interface Page {
  readonly callbacks: {
    readonly nodes: readonly { readonly vendorId: string }[];
    readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  };
}

const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: CallbackOrder) {
  callbacks(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    nodes { vendorId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

const one = (selection: string): string => `query ($id: ID!) { callback(id: $id) { ${selection} } }`;
const id = encodeId("Callback", "north", "1");

describe("callbacks", () => {
  const loaders = stubLoaders({ rows: [row("c", 3), row("a", 1), row("none", null), row("b", 2), row("d", 4)] });

  it("are paged in order, forwards and backwards, each once; callbacks without a value come last", async () => {
    const forwards: string[] = [];
    const backwards: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data }: { data: Page } = await execute<Page>(PAGE, loaders, { first: 2, after });
      forwards.push(...data.callbacks.nodes.map(({ vendorId }) => vendorId));
      ({ hasNextPage: more, endCursor: after } = data.callbacks.pageInfo);
    }
    for (let before: string | null = null, more = true; more;) {
      const { data }: { data: Page } = await execute<Page>(PAGE, loaders, { last: 2, before });
      backwards.unshift(...data.callbacks.nodes.map(({ vendorId }) => vendorId));
      ({ hasPreviousPage: more, startCursor: before } = data.callbacks.pageInfo);
    }
    expect(forwards).toEqual(["a", "b", "c", "d", "none"]);
    expect(backwards).toEqual(forwards);
  });

  it("give edges and nodes of one and the same callbacks, the count of all, and the place in the change log", async () => {
    const { data } = await execute<{
      callbacks: { edges: { node: unknown }[]; nodes: unknown[]; changeCursor: string };
    }>(
      "{ callbacks(first: 2) { totalCount changeCursor edges { cursor node { vendorId } } nodes { vendorId } } }",
      loaders,
    );
    expect(data.callbacks).toMatchObject({ totalCount: 5, nodes: [{ vendorId: "a" }, { vendorId: "b" }] });
    expect(data.callbacks.edges.map(({ node }) => node)).toEqual(data.callbacks.nodes);
    expect(decodeChangeCursor("changeCursor", data.callbacks.changeCursor)).toBe(7);
  });

  it("return 50 by default, ordered by window, with the maximum staleness of the settings", async () => {
    const fresh = stubLoaders({ rows: Array.from({ length: 60 }, (_, index) => row(String(index), index)) });
    const { data } = await execute<Page>(PAGE, fresh, {});
    expect(data.callbacks.nodes).toHaveLength(50);
    expect(fresh.asked).toEqual([
      { filter: {}, orderBy: { field: "WINDOW_START", direction: "ASC" }, maxStalenessMs: null },
    ]);
  });

  it("are filtered by all that is given; nulls do not restrict, and vendors narrow the sources down", async () => {
    const asked = stubLoaders();
    const filter = {
      sources: null,
      vendors: ["UMBRELLA"],
      statuses: ["QUEUED"],
      isOpen: true,
      phoneNumbers: ["+1 (555) 010-0001", "+15550100002", "tel:+15550100001"],
      search: "Müller  0172-55",
      agentIds: [encodeId("Agent", "south", "a:1"), encodeId("Agent", "north", "2")],
      queueIds: [encodeId("Queue", "south", "SKILL:q:1")],
      campaignIds: ["c"],
      contactId: null,
      window: { from: "2026-06-01T00:00:00Z", until: null },
      createdAt: {},
    };
    await execute(
      'query ($filter: CallbackFilter) { callbacks(filter: $filter, maxStaleness: "PT0S") { totalCount } }',
      asked,
      {
        filter,
      },
    );
    expect(asked.asked[0]).toMatchObject({ maxStalenessMs: 0 });
    expect(asked.asked[0]?.filter).toEqual({
      sources: ["south"],
      statuses: ["QUEUED"],
      isOpen: true,
      phoneNumbers: ["+15550100001", "+15550100002"],
      search: ["muller", "017255"],
      agents: [
        { source: "south", agentId: "a:1" },
        { source: "north", agentId: "2" },
      ],
      queues: [{ source: "south", kind: "SKILL", vendorId: "q:1" }],
      campaignIds: ["c"],
      window: { from: Date.UTC(2026, 5, 1), until: null },
      createdAt: { from: null, until: null },
    });
  });

  it("are empty, without a vendor query, for a filter that excludes all sources", async () => {
    const asked = stubLoaders({ rows: [row("a", 1)] });
    const query = `{ callbacks(filter: { sources: ["north"], vendors: [UMBRELLA] }) { totalCount sources { freshness } } }`;
    expect((await execute(query, asked)).data).toEqual({ callbacks: { totalCount: 0, sources: [] } });
    expect(asked.asked[0]?.filter).toEqual({ sources: [] });
  });

  it("report the contribution of each source, also of one that failed", async () => {
    const error = {
      code: "VENDOR_UNAVAILABLE",
      message: "no answer",
      vendorCode: "503",
      trackingId: null,
      retryAfter: NOW,
    } as const;
    const reports = [
      A_FRESH_REPORT,
      { ...A_FRESH_REPORT, source: "south", freshness: "UNAVAILABLE", asOf: null, reason: "never requested: 1", error },
    ] as const;
    const query = `{ callbacks { sources { source { name vendor } freshness asOf reason error { code vendorCode retryAfter } } } }`;
    expect((await execute(query, stubLoaders({ reports }))).data).toEqual({
      callbacks: {
        sources: [
          {
            source: { name: "north", vendor: "ACME" },
            freshness: "FRESH",
            asOf: "2026-06-01T12:00:00.000Z",
            reason: null,
            error: null,
          },
          {
            source: { name: "south", vendor: "UMBRELLA" },
            freshness: "UNAVAILABLE",
            asOf: null,
            reason: "never requested: 1",
            error: { code: "VENDOR_UNAVAILABLE", vendorCode: "503", retryAfter: "2026-06-01T12:00:00.000Z" },
          },
        ],
      },
    });
  });
});

describe("a callback", () => {
  const show = async (fields: Partial<Callback>, selection: string): Promise<unknown> =>
    (await execute<{ callback: unknown }>(one(selection), stubLoaders({ rows: [{ fields }] }), { id })).data.callback;

  it("has the status at the moment of the request", async () => {
    const selection = "status statusBasis vendorStatus isOpen";
    expect(await show(derivedStatus("SCHEDULED", { dueAt: NOW, lapsesAt: NOW + 1 }), selection)).toEqual({
      status: "QUEUED",
      statusBasis: "DERIVED",
      vendorStatus: null,
      isOpen: true,
    });
    expect(await show(reportedStatus("COMPLETED", "Success"), selection)).toMatchObject({
      status: "COMPLETED",
      vendorStatus: "Success",
      isOpen: false,
    });
  });

  it("has instants, durations and local times as text, and null for missing values", async () => {
    const window = instantWindow(NOW, NOW + HOUR, "America/New_York");
    const fields = { window, estimate: { callAt: NOW, waitMs: 90_000, waitlistPosition: 2 }, createdAt: 0 };
    const selection = `window { start end timeZone localDate localStart localEnd dstAdjustment }
      estimate { callAt wait waitlistPosition } createdAt updatedAt nextAttemptAt attemptCount outcome { code } assignment { type }`;
    expect(await show(fields, selection)).toEqual({
      window: {
        start: "2026-06-01T12:00:00.000Z",
        end: "2026-06-01T13:00:00.000Z",
        timeZone: "America/New_York",
        localDate: "2026-06-01",
        localStart: "08:00:00",
        localEnd: "09:00:00",
        dstAdjustment: "NONE",
      },
      estimate: { callAt: "2026-06-01T12:00:00.000Z", wait: "PT1M30S", waitlistPosition: 2 },
      createdAt: "1970-01-01T00:00:00.000Z",
      updatedAt: null,
      nextAttemptAt: null,
      attemptCount: null,
      outcome: null,
      assignment: null,
    });
  });

  it("is returned although a vendor's value fits no type", async () => {
    const window = {
      ...instantWindow(NOW, null, null),
      timeZone: "+02:00",
      localDate: "tomorrow",
      localStart: "25:61",
    };
    const fields = {
      customer: { ...NO_CUSTOMER, emailAddress: "not an address", phoneNumberRaw: "\u0000\ud800" },
      window,
      attemptCount: -3,
      outcome: { category: "UNKNOWN", code: 5e10, label: "" },
      estimate: { callAt: null, waitMs: null, waitlistPosition: 1.5 },
      routing: { ...NO_ROUTING, queueId: "" },
    } as const;
    const selection = `customer { emailAddress phoneNumberRaw } window { timeZone localDate localStart }
      attemptCount outcome { code label } estimate { waitlistPosition } routing { queueId }`;
    expect(await show(fields, selection)).toEqual({
      customer: { emailAddress: null, phoneNumberRaw: "\u0000\ud800" },
      window: { timeZone: null, localDate: null, localStart: null },
      attemptCount: null,
      outcome: { code: null, label: "" },
      estimate: { waitlistPosition: null },
      routing: { queueId: "" },
    });
  });

  it("is returned with its source marked as removed if the source is not in the settings", async () => {
    const loaders = stubLoaders({ rows: [{ fields: { source: "gone", assignment: null } }] });
    const query =
      "{ callbacks { nodes { source { name vendor capabilities health { state lastError { code } } sync { coverage } } } } }";
    expect((await execute(query, loaders)).data).toEqual({
      callbacks: {
        nodes: [
          {
            source: {
              name: "gone",
              vendor: "ACME",
              capabilities: [],
              health: { state: "DOWN", lastError: { code: "UNSUPPORTED" } },
              sync: { coverage: "OBSERVED" },
            },
          },
        ],
      },
    });
  });

  it("has a history from the oldest change, each with the callback at that time", async () => {
    const fields = derivedStatus("SCHEDULED", { dueAt: NOW - 10 });
    const changes = [
      aChange(3, { fields }, { kind: "CREATED", previousStatus: null, status: "SCHEDULED", changedFields: [] }),
      aChange(5, { fields }),
    ];
    const loaders = stubLoaders({ rows: [{ fields }], changes });
    const selection = `history(first: 1, after: $after) {
      nodes { cursor kind previousStatus status changedFields observedAt callback { status } } pageInfo { hasNextPage endCursor } }`;
    const query = `query ($id: ID!, $after: String) { callback(id: $id) { ${selection} } }`;
    interface History {
      readonly callback: {
        readonly history: { readonly nodes: { cursor: string }[]; readonly pageInfo: { endCursor: string } };
      };
    }
    const first = (await execute<History>(query, loaders, { id })).data.callback.history;
    expect(first).toMatchObject({
      nodes: [{ kind: "CREATED", previousStatus: null, status: "SCHEDULED", callback: { status: "SCHEDULED" } }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await execute<History>(query, loaders, { id, after: first.pageInfo.endCursor })).data.callback
      .history;
    expect(second).toMatchObject({
      nodes: [
        { kind: "STATUS_CHANGED", previousStatus: "SCHEDULED", status: "QUEUED", callback: { status: "QUEUED" } },
      ],
      pageInfo: { hasNextPage: false },
    });
    expect(decodeChangeCursor("after", second.nodes[0]?.cursor ?? "")).toBe(5);
  });
});
