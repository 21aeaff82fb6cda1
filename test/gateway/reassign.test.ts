import { afterEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ask } from "../support/ask.js";
import { addCallbacks, codesOf, fakeOf, HOUR, NEW_AGENT, SOURCES } from "../support/bulk.js";
import { agentId, callbackId, cancel, isWrite, NUMBER, reassign, writesAt } from "../support/commands.js";
import { START, startWorld, type World } from "../support/world.js";

const idempotencyKey = "reassign-1";

let world: World;
afterEach(() => world.close());

const open = async (): Promise<void> => {
  world = await startWorld({ lagMs: 0 });
};
const fake = (source: string): FakeVendor => fakeOf(world, source);
const add = (count: number, sources: readonly string[]): Promise<string[]> => addCallbacks(world, count, sources);

describe("reassigning a callback", () => {
  it.each(SOURCES)("at %s changes its agent and nothing else", async (source) => {
    await open();
    const [id = ""] = await add(1, [source]);
    const { callback, receipt, userErrors } = await reassign(world.url, { id, agentId: agentId(source, NEW_AGENT) });
    expect(userErrors).toEqual([]);
    expect(receipt).not.toBeNull();
    expect(callback?.window?.start).toBe(new Date(START + 2 * HOUR).toISOString());
    const query = `{ callback(id: "${id}") { assignment { type agent { vendorId } } } }`;
    expect(await ask(world.url, query)).toEqual({
      callback: { assignment: { type: "SPECIFIC_AGENT", agent: { vendorId: NEW_AGENT } } },
    });
    expect(writesAt(world, source)).toHaveLength(1);
  });

  it.each(SOURCES)("at %s is found again after its response was lost", async (source) => {
    await open();
    const [id = ""] = await add(1, [source]);
    fake(source).fault = { kind: "lost", match: isWrite };
    const input = { id, agentId: agentId(source, NEW_AGENT), idempotencyKey };
    const first = await reassign(world.url, input);
    fake(source).fault = null;
    const again = first.userErrors.length === 0 ? first : await reassign(world.url, input);
    expect(codesOf(again)).toEqual([]);
    expect(writesAt(world, source)).toHaveLength(1);
  });

  it("is rejected by a source without the capability, for an agent of another source, and for an ended callback", async () => {
    await open();
    const id = callbackId("mindful", fake("mindful").add({ phoneNumber: NUMBER, start: START + HOUR }));
    const at = (source: string) => ({ agentId: agentId(source, NEW_AGENT) });
    expect((await reassign(world.url, { id, ...at("mindful") })).userErrors).toMatchObject([
      { code: "UNSUPPORTED", field: ["id"] },
    ]);
    const [other = ""] = await add(1, ["talkdesk"]);
    expect((await reassign(world.url, { id: other, ...at("webex") })).userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["agentId"] },
    ]);
    await cancel(world.url, { id: other });
    expect((await reassign(world.url, { id: other, ...at("talkdesk") })).userErrors).toMatchObject([
      { code: "ALREADY_OVER", field: ["id"] },
    ]);
  });

  it("at webex is rejected before anything is sent if the window is too near for the whole record to be replaced", async () => {
    await open();
    const [id = ""] = await add(1, ["webex"]);
    world.time.now = START + 1.75 * HOUR;
    const { userErrors } = await reassign(world.url, { id, agentId: agentId("webex", NEW_AGENT) });
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["id"] }]);
    expect(userErrors[0]?.message).toContain("30 minutes");
    expect(writesAt(world, "webex")).toEqual([]);
  });
});
