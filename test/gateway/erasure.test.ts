import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encodeId } from "../../src/domain/id.js";
import { authOf } from "../support/access.js";
import { ask, askAll } from "../support/ask.js";
import { CHANGE_FIELDS, follow } from "../support/follow.js";
import { startWorld, START, type World } from "../support/world.js";

const HOUR = 3_600_000;
const NUMBER = "+14155550123";
const OTHER = "+14155550124";
const ERASE = `mutation ($input: EraseCallbacksInput!) {
  eraseCallbacks(input: $input) { erasedIds changeCount commandCount unreadableRecordCount }
}`;
const LIST = `{ callbacks(first: 50) { nodes { id customer { name phoneNumber } } totalCount } }`;

interface Listed {
  readonly callbacks: {
    readonly nodes: readonly { readonly id: string; readonly customer: { readonly phoneNumber: string | null } }[];
    readonly totalCount: number;
  };
}

describe("eraseCallbacks", () => {
  let world: World;
  /** The cursor before the first change. */
  let start: string;
  let ids: { readonly hers: string; readonly other: string };
  beforeEach(async () => {
    world = await startWorld();
    const query = "{ callbacks { changeCursor } }";
    start = (await ask<{ callbacks: { changeCursor: string } }>(world.url, query)).callbacks.changeCursor;
    world.time.now += 15_000;
    const add = (phoneNumber: string, name: string): string =>
      encodeId("Callback", "talkdesk", world.fakes["talkdesk"]?.add({ phoneNumber, start: START + HOUR, name }) ?? "");
    ids = { hers: add(NUMBER, "Jane Roe"), other: add(OTHER, "Ada") };
    await ask(world.url, LIST);
  });
  afterEach(() => world.close());

  const list = async (): Promise<readonly string[]> =>
    (await ask<Listed>(world.url, LIST)).callbacks.nodes.map(({ id }) => id);

  it("erases by number from lists, details, caches and the log, and the vendor's next response does not restore it", async () => {
    expect(await list()).toEqual(expect.arrayContaining([ids.hers, ids.other]));
    const trial = await ask<{ eraseCallbacks: object }>(world.url, ERASE, {
      input: { phoneNumber: NUMBER, isTrial: true },
    });
    expect(await list()).toHaveLength(2);
    const erased = await ask<{ eraseCallbacks: object }>(world.url, ERASE, { input: { phoneNumber: NUMBER } });
    expect(erased).toEqual(trial);
    expect(erased.eraseCallbacks).toMatchObject({ erasedIds: [ids.hers], changeCount: 1 });
    expect(await list()).toEqual([ids.other]);
    world.time.now += HOUR;
    // The vendor is queried again, for the list and for the callback itself, and still returns the record.
    world.forgetCalls();
    expect(await list()).toEqual([ids.other]);
    expect(await ask(world.url, `query ($id: ID!) { callback(id: $id) { id } }`, { id: ids.hers })).toEqual({
      callback: null,
    });
    expect(world.callCount()).toBeGreaterThan(0);
    expect(JSON.stringify(await world.store.readChanges(0, 100))).not.toContain("Jane");
  });

  it.each(["ws", "sse"] as const)(
    "notifies subscribers of every filter and every resumption over %s",
    async (transport) => {
      const byStatus = `subscription { callbackStatusChanged(filter: { statuses: [COMPLETED] }) { ${CHANGE_FIELDS} } }`;
      const live = follow(world.url, transport, byStatus);
      const all = `subscription ($after: String) {
      callbackChanged(after: $after, filter: { phoneNumbers: ["${OTHER}"] }) { ${CHANGE_FIELDS} }
    }`;
      const other = follow(world.url, transport, all);
      await expect.poll(() => world.gateway.counts().followers).toBe(2);
      await ask(world.url, ERASE, { input: { ids: [ids.hers] } });
      for (const following of [live, other]) {
        const [change] = await following.next(1);
        expect(change).toMatchObject({ kind: "ERASED", status: "ENDED", callback: { id: ids.hers } });
        await following.stop();
      }
      const resumed = `subscription ($after: String) {
      callbackChanged(after: $after) { kind callback { id reason customer { name phoneNumber } vendorRecord { __typename } } }
    }`;
      const replay = follow(world.url, transport, resumed, { after: start });
      const changes = await replay.next(3);
      expect(changes.map(({ kind }) => kind)).toEqual(["CREATED", "CREATED", "ERASED"]);
      expect(JSON.stringify(changes)).not.toContain("Jane");
      await replay.stop();
    },
  );

  it.each([
    [{}, "exactly one of"],
    [{ phoneNumber: NUMBER, ids: [] }, "exactly one of"],
    [{ ids: [] }, "input.ids is empty"],
    [{ ids: ["x"] }, "input.ids[0] is not an id"],
    [{ contactId: "c" }, "requires input.source"],
    [{ phoneNumber: NUMBER, source: "talkdesk" }, "only goes with"],
    [{ phoneNumber: "withheld" }, "must be a telephone number"],
    [{ phoneNumber: "" }, "must be a telephone number"],
  ])("rejects %j", async (input, message) => {
    const { errors } = await askAll(world.url, ERASE, { input });
    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
    expect(errors?.[0]?.message).toContain(message);
    expect(await list()).toHaveLength(2);
  });
});

describe("the rights to erase", () => {
  const KEYS = [
    {
      id: "privacy",
      key: "privacy-key-of-the-tests",
      scopes: ["callbacks:read", "callbacks:write", "admin"],
      sources: "*",
    },
    {
      id: "south",
      key: "south-key-of-the-tests-1",
      scopes: ["callbacks:read", "callbacks:write", "admin"],
      sources: ["webex"],
    },
    {
      id: "wall",
      key: "wall-key-of-the-tests-12",
      scopes: ["callbacks:read", "callbacks:write", "pii:read"],
      sources: "*",
    },
  ] as const;
  let world: World;
  let id: string;
  beforeAll(async () => {
    world = await startWorld({ settings: { auth: authOf(...KEYS) } });
    id = encodeId(
      "Callback",
      "talkdesk",
      world.fakes["talkdesk"]?.add({ phoneNumber: NUMBER, start: START + HOUR, name: "Jane Roe" }) ?? "",
    );
  });
  afterAll(() => world.close());

  const post = async (key: string, query: string, variables: object = {}): Promise<string> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const response = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return response.text();
  };
  const run = async (key: string, ...options: readonly string[]) => {
    const bin = ["bin/ringback.js", "erase", "--url", world.url, ...options];
    return promisify(execFile)(process.execPath, bin, { env: { ...process.env, RINGBACK_TOKEN: key } }).catch(
      (error: { stderr: string }) => ({ stdout: "", stderr: error.stderr }),
    );
  };

  it("are the scope admin and the sources of the caller", async () => {
    const [privacy, south, wall] = KEYS;
    expect(await post(wall.key, LIST)).toContain("Jane");
    expect(await post(wall.key, ERASE, { input: { phoneNumber: NUMBER } })).toContain("missing scope admin");
    expect(await post(south.key, ERASE, { input: { phoneNumber: NUMBER } })).toContain('"erasedIds":[]');
    expect(await post(south.key, ERASE, { input: { ids: [id] } })).toContain('unknown source \\"talkdesk\\"');
    expect(await post(wall.key, LIST)).toContain("Jane");
    expect(await post(privacy.key, ERASE, { input: { ids: [id] } })).toContain(id);
    expect(await post(wall.key, LIST)).not.toContain("Jane");
    const [newest] = await world.store.listCommands(1, "talkdesk");
    expect(newest).toMatchObject({ kind: "ERASE", actor: "key:privacy", subject: { by: "callbacks", callbacks: 1 } });
  });

  it("hold for the command, which says what is wrong", async () => {
    const [privacy, , wall] = KEYS;
    expect((await run(wall.key, "--number", NUMBER)).stderr).toContain("missing scope admin");
    expect((await run("", "--number", NUMBER)).stderr).toMatch(/rejects this: .*(?:token|credentials)/u);
    expect((await run(privacy.key, "--allow-again", "--callback", id)).stdout).toContain("1 erased records");
    world.time.now += HOUR;
    expect(await post(wall.key, LIST)).toContain("Jane");
    expect((await run(privacy.key, "--number", NUMBER, "--trial")).stdout).toContain("1 callbacks would be erased");
    expect(await post(wall.key, LIST)).toContain("Jane");
    const { stdout } = await run(privacy.key, "--number", NUMBER);
    expect(stdout).toContain("1 callbacks were erased\n1 changes and 0 commands were rewritten");
    expect(stdout).toContain("backups");
    expect(await post(wall.key, LIST)).not.toContain("Jane");
  });
});
