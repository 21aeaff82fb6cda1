import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_CUSTOMER } from "../../src/domain/callback.js";
import { reportedStatus } from "../../src/domain/status.js";
import { ask, askAll } from "../support/ask.js";
import { CHANGE_FIELDS, follow, type Following } from "../support/follow.js";
import { anObservation } from "../support/observations.js";
import { callbackId, NUMBER, seen } from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

const SOURCE = "talkdesk";

let world: World;
let kept: string;
const followings: Following[] = [];

beforeEach(async () => {
  world = await startWorld();
  kept = callbackId(SOURCE, await seen(world, SOURCE));
  await recordRemoved("1");
});
afterEach(async () => {
  for (const following of followings.splice(0)) await following.stop();
  await world.close();
});

/** A callback of a source that was in the settings once, of the same customer. */
async function recordRemoved(vendorId: string): Promise<void> {
  const customer = { ...NO_CUSTOMER, phoneNumber: NUMBER, phoneNumberRaw: NUMBER };
  const fields = { source: "removed", vendor: "TALKDESK", vendorId, ...reportedStatus("QUEUED", "Q"), customer };
  const observations = [anObservation(world.time.now, fields)];
  await world.store.record({ source: "removed", observations, quarantined: [], answered: null, now: world.time.now });
}

const LIST = "totalCount nodes { id } edges { node { id } }";
const REMOVED = callbackId("removed", "1");

describe("callbacks of a source that was removed from the settings", () => {
  it.each([
    ["all", ""],
    ["the open ones", "(filter: { isOpen: true })"],
    ["a status", "(filter: { statuses: [QUEUED, SCHEDULED, RETRYING] })"],
    ["a number", `(filter: { phoneNumbers: ["${NUMBER}"] })`],
    ["a vendor", "(filter: { vendors: [TALKDESK] })"],
    ["the last page", "(last: 5, orderBy: { field: CREATED_AT, direction: DESC })"],
  ])("are in no list and no count: %s", async (_, args) => {
    const { callbacks } = await ask<{ callbacks: unknown }>(world.url, `{ callbacks${args} { ${LIST} } }`);
    expect(callbacks).toEqual({ totalCount: 1, nodes: [{ id: kept }], edges: [{ node: { id: kept } }] });
  });

  it("are in no statistics", async () => {
    for (const groupBy of ["SOURCE", "VENDOR", "STATUS", "AGENT", "DAY"]) {
      const query = `{ callbackStatistics(groupBy: [${groupBy}]) { totalCount groups { count } } }`;
      expect((await ask(world.url, query))["callbackStatistics"]).toEqual({ totalCount: 1, groups: [{ count: 1 }] });
    }
  });

  it("are no callbacks of a customer", async () => {
    const query = `query ($id: ID!) { callback(id: $id) { customer { callbacks { ${LIST} } } } }`;
    const { callback } = await ask<{ callback: unknown }>(world.url, query, { id: kept });
    const only = { totalCount: 1, nodes: [{ id: kept }], edges: [{ node: { id: kept } }] };
    expect(callback).toEqual({ customer: { callbacks: only } });
    const nested = await ask(world.url, "{ callbacks { nodes { duplicates { id } customer { openCallbackCount } } } }");
    expect(nested["callbacks"]).toEqual({ nodes: [{ duplicates: [], customer: { openCallbackCount: 1 } }] });
    const customers = await ask(world.url, "{ customers { totalCount nodes { openCallbackCount } } }");
    expect(customers["customers"]).toEqual({ totalCount: 1, nodes: [{ openCallbackCount: 1 }] });
  });

  it("are found by no id", async () => {
    const query = "query ($id: ID!) { callback(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }";
    const { data } = await askAll(world.url, query, { id: REMOVED });
    expect(data).toEqual({ callback: null, node: null, nodes: [null] });
  });

  it.each(["callbackChanged", "callbackStatusChanged"])("are in no snapshot and no change of %s", async (field) => {
    const query = `subscription { ${field}(snapshot: true) { ${CHANGE_FIELDS} } }`;
    const following = follow(world.url, "ws", query);
    followings.push(following);
    expect(await following.next(1)).toMatchObject([{ kind: "SNAPSHOT", callback: { id: kept } }]);
    await recordRemoved("2");
    world.time.now += 20_000;
    const added = world.fakes[SOURCE]?.add({ phoneNumber: NUMBER, start: world.time.now + 3_600_000 });
    await ask(world.url, "{ callbacks { totalCount } }");
    const told = await following.next(2);
    expect(told[1]).toMatchObject({ kind: "CREATED", callback: { vendorId: added } });
  });
});
