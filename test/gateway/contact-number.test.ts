import { afterEach, beforeEach, expect, it } from "vitest";
import { encodeId } from "../../src/domain/id.js";
import { ask } from "../support/ask.js";
import { startWorld, type World } from "../support/world.js";

const SOURCE = "mindful";
const CONTACT = "+14155550100";
const OTHER = "+14155550188";
const LIST = `{ callbacks(filter: { sources: ["${SOURCE}"] }) { nodes { vendorId status isPresentAtVendor customer { phoneNumber } } } }`;

let world: World;
beforeEach(async () => {
  world = await startWorld({ ofSources: {}, settings: {} });
});
afterEach(async () => {
  await world.close();
});

/** A customer who registered by one number, and left another to be called at. */
function addElsewhere(): string {
  const fake = world.fakes[SOURCE];
  if (fake === undefined) throw new Error(`there is no ${SOURCE}`);
  const id = fake.add({ phoneNumber: CONTACT, start: world.time.now + 3_600_000 });
  fake.records.set(id, { ...fake.records.get(id), callback_number: OTHER });
  return id;
}

const findBy = (number: string): Promise<unknown> =>
  ask(
    world.url,
    `{ callbacks(filter: { sources: ["${SOURCE}"], phoneNumbers: ["${number}"] }, maxStaleness: "PT0S") { totalCount } }`,
  );

it("a callback to another number than the customer's contact number is found by that, and is no change each time", async () => {
  const id = addElsewhere();
  for (let round = 0; round < 6; round += 1) {
    await findBy(CONTACT);
    await findBy(OTHER);
    await ask(world.url, LIST);
    world.time.now += 20_000;
  }
  const changes = await world.store.readChanges(0, 100);
  expect(changes.map(({ kind, callback }) => [kind, callback.callback.vendorId])).toEqual([["CREATED", id]]);
  expect(await ask(world.url, LIST)).toEqual({
    callbacks: {
      nodes: [{ vendorId: id, status: "SCHEDULED", isPresentAtVendor: true, customer: { phoneNumber: OTHER } }],
    },
  });
});

it("it is GONE when its contact number no longer returns it", async () => {
  const id = addElsewhere();
  await findBy(CONTACT);
  world.fakes[SOURCE]?.records.delete(id);
  for (let round = 0; round < 3; round += 1) {
    world.time.now += 20_000;
    await ask(world.url, LIST);
  }
  const changes = await world.store.readChanges(0, 100);
  expect(changes.map(({ kind }) => kind)).toEqual(["CREATED", "GONE"]);
});

it("it can be canceled", async () => {
  const id = addElsewhere();
  await findBy(CONTACT);
  world.time.now += 1000;
  const input = { id: encodeId("Callback", SOURCE, id) };
  const canceled = await ask(
    world.url,
    "mutation ($input: CancelCallbackInput!) { cancelCallback(input: $input) { callback { status } userErrors { code message } } }",
    { input },
  );
  expect(canceled).toEqual({ cancelCallback: { callback: { status: "CANCELED" }, userErrors: [] } });
});
