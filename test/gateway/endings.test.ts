import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { folderOf } from "../support/folder-of.js";
import { CHANGE_FIELDS, follow, type Following } from "../support/follow.js";
import { AGENT, callbackId, NUMBER, seen } from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

const HOUR = 3_600_000;
const ROW = "id status statusBasis isOpen isPresentAtVendor isOverdue dueAt nextAttemptAt outcome { code }";
const ALL = `subscription ($filter: CallbackFilter, $after: String) {
  callbackChanged(filter: $filter, after: $after) { ${CHANGE_FIELDS} }
}`;
const STATUS = `subscription ($filter: CallbackFilter, $after: String) {
  callbackStatusChanged(filter: $filter, after: $after) { ${CHANGE_FIELDS} }
}`;

interface Row {
  readonly id: string;
  readonly status: string;
  readonly statusBasis: string;
  readonly isOpen: boolean;
  readonly isPresentAtVendor: boolean;
  readonly isOverdue: boolean;
  readonly dueAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly outcome: unknown;
}

let world: World;
const followings: Following[] = [];

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  for (const following of followings.splice(0)) await following.stop();
  await world.close();
});

function start(query: string, variables: Record<string, unknown>): Following {
  const following = follow(world.url, "ws", query, variables);
  followings.push(following);
  return following;
}

/** Has all vendors asked again. */
async function poll(): Promise<string> {
  world.time.now += 2000;
  const list = `{ callbacks(first: 100, maxStaleness: "PT0S") { changeCursor } }`;
  return (await ask<{ callbacks: { changeCursor: string } }>(world.url, list)).callbacks.changeCursor;
}

const read = async (id: string): Promise<Row | null> =>
  (await ask<{ callback: Row | null }>(world.url, `query ($id: ID!) { callback(id: $id) { ${ROW} } }`, { id }))
    .callback;

const openIds = async (): Promise<string[]> => {
  const list = `{ callbacks(filter: { isOpen: true }, maxStaleness: "PT24H") { totalCount nodes { id } } }`;
  const { callbacks } = await ask<{ callbacks: { totalCount: number; nodes: { id: string }[] } }>(world.url, list);
  expect(callbacks.totalCount).toBe(callbacks.nodes.length);
  return callbacks.nodes.map(({ id }) => id);
};

const vendors = ADAPTERS.map(({ vendor }) => folderOf(vendor));

describe.each(vendors)("a callback of %s", { timeout: 90_000 }, (vendor) => {
  it("is ENDED, once, when it is removed before its time, and matches filters of both statuses", async () => {
    const vendorId = await seen(world, vendor);
    const id = callbackId(vendor, vendorId);
    const before = await read(id);
    const after = await poll();
    expect(await openIds()).toContain(id);
    const following = [
      start(ALL, { after }),
      start(STATUS, { after }),
      start(ALL, { after, filter: { statuses: [before?.status] } }),
      start(ALL, { after, filter: { statuses: ["ENDED"] } }),
      start(STATUS, { after, filter: { isOpen: true } }),
      start(STATUS, { after, filter: { isOpen: false } }),
    ];
    world.fakes[vendor]?.records.delete(vendorId);
    for (let looks = 0; looks < 4; looks += 1) await poll();
    for (const one of following) {
      expect(await one.next(1)).toMatchObject([
        {
          kind: "GONE",
          previousStatus: before?.status,
          status: "ENDED",
          changedFields: ["isPresentAtVendor", "status"],
          callback: { id },
        },
      ]);
    }
    expect(await read(id)).toMatchObject({
      status: "ENDED",
      statusBasis: "DERIVED",
      isOpen: false,
      isPresentAtVendor: false,
      isOverdue: false,
      nextAttemptAt: null,
      outcome: null,
    });
    expect(await openIds()).not.toContain(id);
  });

  it("is not ended by an outage, however long", async () => {
    const id = callbackId(vendor, await seen(world, vendor));
    const before = await read(id);
    const fake = world.fakes[vendor];
    if (fake === undefined) throw new Error("there is no such fake");
    for (const fault of [{ kind: "status", status: 401 }, { kind: "status", status: 503 }, { kind: "cut" }] as const) {
      fake.fault = fault;
      for (let looks = 0; looks < 3; looks += 1) await poll();
    }
    fake.fault = null;
    expect(await read(id)).toMatchObject({ status: before?.status, isPresentAtVendor: true, isOpen: true });
  });

  it("has the same figures in the list, the statistics and by itself, before and after it is overdue", async () => {
    const id = callbackId(vendor, await seen(world, vendor));
    const dueAt = (await read(id))?.dueAt;
    const statistics = "{ callbackStatistics(groupBy: [SOURCE]) { groups { count overdueCount } } }";
    interface Counted {
      readonly callbackStatistics: { readonly groups: readonly { count: number; overdueCount: number }[] };
    }
    const moments =
      typeof dueAt === "string" ? [Date.parse(dueAt), Date.parse(dueAt) + 2000] : [world.time.now + 24 * HOUR];
    for (const now of moments) {
      world.time.now = now;
      const list = "{ callbacks { nodes { id status isOverdue } } }";
      // Written as text from the second time on.
      for (let time = 1; time <= 3; time += 1) {
        const { callbacks } = await ask<{ callbacks: { nodes: Row[] } }>(world.url, list);
        const counted = (await ask<Counted>(world.url, statistics)).callbackStatistics.groups;
        const isLate =
          now === moments[1] && ["SCHEDULED", "QUEUED", "RETRYING"].includes(callbacks.nodes[0]?.status ?? "");
        expect(callbacks.nodes).toMatchObject([{ id, isOverdue: isLate }]);
        expect((await read(id))?.isOverdue).toBe(isLate);
        expect(counted).toEqual([{ count: 1, overdueCount: isLate ? 1 : 0 }]);
      }
    }
  });
});

describe("a callback that its vendor drops when it is due", { timeout: 90_000 }, () => {
  it("waits until the end of its window, and is ENDED by the clock then", async () => {
    const forgetful = "webex";
    const fake = world.fakes[forgetful];
    const [startsAt, endsAt] = [world.time.now + HOUR, world.time.now + 2 * HOUR];
    const vendorId = fake?.add({ phoneNumber: NUMBER, start: startsAt, end: endsAt, agentId: AGENT }) ?? "";
    const id = callbackId(forgetful, vendorId);
    expect(await read(id)).toMatchObject({ status: "SCHEDULED", dueAt: new Date(endsAt).toISOString() });
    world.time.now = startsAt;
    fake?.records.delete(vendorId);
    for (let looks = 0; looks < 4; looks += 1) await poll();
    expect(await read(id)).toMatchObject({ status: "QUEUED", isOpen: true, isPresentAtVendor: false });
    expect(await openIds()).toEqual([id]);
    const isPublished = (status: string): Promise<void> =>
      vi.waitFor(
        async () => {
          const [row] = await world.store.find([{ source: forgetful, vendorId }]);
          expect(row?.publishedStatus).toBe(status);
        },
        { timeout: 90_000 },
      );
    await isPublished("QUEUED");
    const after = await poll();
    const following = start(STATUS, { after, filter: { statuses: ["QUEUED"] } });
    world.time.now = endsAt;
    expect(await read(id)).toMatchObject({ status: "ENDED", isOpen: false, isOverdue: false });
    expect(await openIds()).toEqual([]);
    expect(await following.next(1)).toMatchObject([
      { kind: "STATUS_CHANGED", previousStatus: "QUEUED", status: "ENDED", changedFields: ["status"] },
    ]);
    await isPublished("ENDED");
  });
});
