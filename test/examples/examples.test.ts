import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScheduleCallbackDocument, type ScheduleCallbackInput } from "../../schema/operations.js";
import { ask } from "../support/ask.js";
import { startWorld, type World } from "../support/world.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NODE_EXAMPLES = ["apollo-client.mjs", "urql.mjs", "graphql-ws.mjs"];

let world: World;
const begun: Run[] = [];
beforeEach(async () => {
  world = await startWorld({ settings: { freshness: { waitMs: 30_000 } } });
});
afterEach(async () => {
  await Promise.all(begun.splice(0).map((run) => run.end()));
  await world.close();
});

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

describe("the examples", () => {
  it.each(NODE_EXAMPLES)("%s displays the list and its changes", async (file) => {
    await schedule("Ada Early");
    const example = run(process.execPath, [`examples/${file}`], world.url);
    // Each says something of what is there first; what comes behind it is told.
    const before = await example.said(file === "graphql-ws.mjs" ? "SNAPSHOT" : "callbacks are open");
    expect(before).not.toContain("Leo Late");
    await schedule("Leo Late");
    const after = await example.said("Leo Late");
    expect(after).toMatch(/^CREATED .*Leo Late$/mu);
  });

  it.each(["apollo-client.mjs", "graphql-ws.mjs"])("%s misses nothing when its connection is cut", async (file) => {
    const way = await openWay(() => Number(new URL(world.url).port));
    try {
      await schedule("Ada Early");
      const example = run(process.execPath, [`examples/${file}`], way.url);
      await example.said("Ada Early");
      await schedule("Ben Before");
      await example.said("Ben Before");
      way.cut();
      await schedule("Cora Cut");
      way.mend();
      await schedule("Dora Done");
      const told = await example.said("Dora Done");
      const names = [...told.matchAll(/^CREATED .*(Ben Before|Cora Cut|Dora Done)$/gmu)].map(([, name]) => name);
      expect(names).toEqual(["Ben Before", "Cora Cut", "Dora Done"]);
    } finally {
      await way.close();
    }
  });

  it("curl.sh lists, schedules once a key, and follows", async () => {
    await schedule("Ada Early");
    const list = JSON.parse(await run("bash", ["examples/curl.sh"], world.url).ended) as {
      data: { callbacks: { totalCount: number } };
    };
    expect(list.data.callbacks.totalCount).toBe(1);

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
    const files = readdirSync(`${ROOT}examples`).filter((file) => /\.(?:mjs|sh|html)$/u.test(file));
    expect(files.sort()).toEqual([...NODE_EXAMPLES, "curl.sh", "sse.html"].sort());
  });
});

describe("the library ringback/operations", () => {
  it("contains a document for each stored operation and fragment, as installed from the package", async () => {
    const script = `import("ringback/operations").then((all) => console.log(JSON.stringify(Object.keys(all))))`;
    const names = JSON.parse(await run(process.execPath, ["--eval", script], world.url).ended) as string[];
    const stored = readdirSync(`${ROOT}schema/operations`)
      .map((file) => readFileSync(`${ROOT}schema/operations/${file}`, "utf8"))
      .flatMap((text) => [...text.matchAll(/^(query|mutation|subscription|fragment) (\w+)/gmu)])
      .map(([, kind, name]) => `${name}${kind === "fragment" ? "FragmentDoc" : "Document"}`);
    expect(names.sort()).toEqual(stored.sort());
  });
});

interface Way {
  readonly url: string;
  /** Ends every connection, and lets nobody through until it is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A way to a port that can be cut. */
async function openWay(port: () => number): Promise<Way> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(port(), "localhost");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      end();
    },
    mend: () => void (isCut = false),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        end();
      }),
  };
}
