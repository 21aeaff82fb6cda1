import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CallbacksDocument, ScheduleCallbackDocument, type ScheduleCallbackInput } from "../../schema/operations.js";
import { ask } from "../support/ask.js";
import { openWay } from "../support/way.js";
import { startWorld, type World } from "../support/world.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The examples that hold a list in a cache. */
const LISTS = ["apollo-client.mjs", "urql.mjs", "relay/follow.mjs"];

let world: World;
const begun: Run[] = [];
beforeAll(async () => {
  world = await startWorld({ settings: { freshness: { waitMs: 30_000 } } });
});
afterEach(async () => {
  await Promise.all(begun.splice(0).map((run) => run.end()));
});
afterAll(() => world.close());

interface Run {
  /** Resolves with all that was said once the text is in it; rejects where the example ends before. */
  said(text: string): Promise<string>;
  /** Resolves with all that was said, once the example has ended by itself. */
  readonly ended: Promise<string>;
  end(): Promise<void>;
}

/** Runs an example against a gateway, as somebody would who has read it. */
function run(command: string, args: readonly string[], url: string): Run {
  const child = spawn(command, [...args], { cwd: ROOT, env: { ...process.env, RINGBACK_URL: url } });
  let output = "";
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  let isOver = false;
  const ended = new Promise<string>((resolve) => {
    child.once("close", () => {
      isOver = true;
      for (const listener of listeners) listener();
      resolve(output);
    });
  });
  const one: Run = {
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (output.includes(text)) resolve(output);
          else if (isOver) reject(new Error(`it ended without saying ${text}:\n${output}`));
          else return;
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      }),
    async end() {
      child.kill();
      await ended;
    },
  };
  begun.push(one);
  return one;
}

let commands = 0;
const inputOf = (start: number, idempotencyKey: string): ScheduleCallbackInput => ({
  source: Object.keys(world.fakes)[0] ?? "",
  phoneNumber: `+1415555${1000 + commands}`,
  queueId: "7be1f00d-4444-4555-a666-000000000010",
  window: {
    start: new Date(start).toISOString(),
    end: new Date(start + 1_800_000).toISOString(),
    timeZone: "America/New_York",
  },
  idempotencyKey,
});

/** Somebody is to be called back, an hour from now. */
async function schedule(customerName: string): Promise<void> {
  commands += 1;
  const start = world.time.now + commands * 3_600_000;
  const { scheduleCallback } = await ask(world.url, ScheduleCallbackDocument, {
    input: {
      ...inputOf(start, `command-${commands}`),
      customerName,
    },
  });
  expect(scheduleCallback.userErrors).toEqual([]);
}

/** Has the gateway poll the vendor that the callbacks of a test are at. */
async function poll(): Promise<void> {
  world.time.now += 2000;
  await ask(
    world.url,
    `{ callbacks(first: 1, maxStaleness: "PT0S", filter: { sources: ["talkdesk"] }) { totalCount } }`,
  );
}

describe("the examples that print what they receive", () => {
  it("graphql-ws.mjs prints a snapshot, then every change, also those while its connection is cut", async () => {
    const way = await openWay(() => Number(new URL(world.url).port));
    try {
      await schedule("Ada Early");
      const example = run(process.execPath, ["examples/graphql-ws.mjs"], way.url);
      await example.said("Ada Early");
      await schedule("Ben Before");
      await example.said("Ben Before");
      way.cut();
      await schedule("Cora Cut");
      way.mend();
      await schedule("Dora Done");
      const output = await example.said("Dora Done");
      expect(output).toMatch(/^SNAPSHOT .*Ada Early$/mu);
      const names = [...output.matchAll(/^CREATED .*(Ben Before|Cora Cut|Dora Done)$/gmu)].map(([, name]) => name);
      expect(names).toEqual(["Ben Before", "Cora Cut", "Dora Done"]);
    } finally {
      await way.close();
    }
  });

  it("curl.sh lists, schedules once a key, and follows", async () => {
    await schedule("Eve Else");
    const list = JSON.parse(await run("bash", ["examples/curl.sh"], world.url).ended) as {
      data: { callbacks: { totalCount: number } };
    };
    const { callbacks } = await ask(world.url, CallbacksDocument, { first: 1 });
    expect(list.data.callbacks.totalCount).toBe(callbacks.totalCount);

    const follow = run("bash", ["examples/curl.sh", "follow"], world.url);
    await follow.said('"kind":"SNAPSHOT"');
    const input = inputOf(world.time.now + 7_200_000, "curl");
    const command = ["examples/curl.sh", "schedule", JSON.stringify({ ...input, customerName: "Carl Curl" })];
    const answers = [await run("bash", command, world.url).ended, await run("bash", command, world.url).ended];
    expect(answers[0]).toContain('"status":"SCHEDULED"');
    expect(answers[1]).toContain(/"id":"[^"]+"/u.exec(answers[0] ?? "")?.[0]);
    expect(await follow.said('"kind":"CREATED"')).toMatch(/^id: \S+$/mu);
  });

  it("are all run: here, and in a browser those for browsers", () => {
    const files = readdirSync(`${ROOT}examples`, { recursive: true, encoding: "utf8" });
    const programs = files.filter((file) => /\.(?:mjs|sh|html)$/u.test(file));
    expect(programs.sort()).toEqual([...LISTS, "graphql-ws.mjs", "curl.sh", "sse.html"].sort());
  });
});

describe("the examples that hold a list", () => {
  it(`${LISTS.join(", ")} equal the gateway's list after three pages, 50 changes and a reconnect`, async () => {
    compileRelay();
    const fake = world.fakes["talkdesk"]!;
    const add = (hour: number): string =>
      fake.add({ phoneNumber: "+14155550100", start: world.time.now + hour * 3_600_000 });
    const ids = Array.from({ length: 70 }, (_, hour) => add(hour + 1));
    await poll();
    const way = await openWay(() => Number(new URL(world.url).port));
    try {
      const examples = LISTS.map((file) => run(process.execPath, [`examples/${file}`, "50"], way.url));
      await Promise.all(examples.map((example) => example.said("callbacks are open")));
      await examples[2]!.said("the pages are loaded");
      /** Changes 10 callbacks of the list: half of them end, the others are new. */
      const change = async (round: number): Promise<void> => {
        for (const index of [0, 1, 2, 3, 4]) {
          fake.setVendorStatus(ids[round * 13 + index * 2]!, "CANCELED");
          add(round * 13 + index * 2.5 + 0.5);
        }
        await poll();
      };
      for (const round of [0, 1]) await change(round);
      await Promise.all(examples.map((example) => example.said("CANCELED")));
      way.cut();
      for (const round of [2, 3]) await change(round);
      await Promise.all(examples.map((example) => example.said("reconnecting")));
      way.mend();
      await change(4);

      const ends = await Promise.all(examples.map((example) => example.ended));
      const filter = { isOpen: true };
      const { callbacks } = await ask(world.url, CallbacksDocument, { filter, first: 100 });
      const listed = callbacks.nodes.map(({ id, status }) => ({ id, status }));
      for (const [index, text] of ends.entries()) {
        const followed = JSON.parse(/^\{.*\}$/mu.exec(text)?.[0] ?? "null") as FollowedList;
        expect(followed.callbacks.length, LISTS[index]).toBeGreaterThan(50);
        expect(followed.callbacks, LISTS[index]).toEqual(listed.slice(0, followed.callbacks.length));
        if (followed.totalCount !== undefined) expect(followed.totalCount).toBe(callbacks.totalCount);
      }
      expect(ends.filter((text) => text.includes("totalCount"))).toHaveLength(2);
    } finally {
      await way.close();
    }
  });
});

interface FollowedList {
  readonly totalCount?: number;
  readonly callbacks: readonly { readonly id: string; readonly status: string }[];
}

function compileRelay(): void {
  const compiler = createRequire(import.meta.url).resolve("relay-compiler/cli.js");
  execFileSync(process.execPath, [compiler, "relay.config.json"], { cwd: ROOT, stdio: "pipe" });
}

describe("the package @ringback/client", () => {
  it("contains a document and an id for each stored operation, as a module of its own", async () => {
    const script = `import("@ringback/client").then((all) => console.log(JSON.stringify([Object.keys(all), all.documentIds])))`;
    const output = await run(process.execPath, ["--eval", script], world.url).ended;
    const [names, ids] = JSON.parse(output) as [string[], Record<string, string>];
    const stored = readdirSync(`${ROOT}schema/operations`)
      .map((file) => readFileSync(`${ROOT}schema/operations/${file}`, "utf8"))
      .flatMap((text) => [...text.matchAll(/^(query|mutation|subscription|fragment) (\w+)/gmu)])
      .map(([, kind, name]) => `${name}${kind === "fragment" ? "FragmentDoc" : "Document"}`);
    expect(names.filter((name) => /Document$|FragmentDoc$/u.test(name)).sort()).toEqual(stored.sort());
    const { operations } = JSON.parse(readFileSync(`${ROOT}schema/trusted-documents.json`, "utf8")) as {
      operations: { name: string; id: string }[];
    };
    expect(ids).toEqual(Object.fromEntries(operations.map(({ name, id }) => [name, id])));
  });
});
