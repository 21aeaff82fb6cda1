import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FakeVendor, Fault } from "../../src/adapters/fake/fake.js";
import type { Random } from "../../src/adapters/fake/random.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { CUT_HEADER } from "../../src/adapters/fake/fault-injection.js";
import { FOUND_BY_POLLING } from "../support/events.js";
import type { JsonObject } from "../../src/lib/json.js";
import { folderOf } from "../support/folder-of.js";
import { startProcess, type RunningProcess } from "../support/process.js";
import { FAST_SYNC } from "../support/fast-sync.js";

/** A vendor's word as a fake showed it, from when it was set until it was another. */
export interface Shown {
  readonly word: string;
  /** Complete answers that held it, by the process that was given them. */
  readonly looks: Map<number, number>;
}

/** One fake that changes by chance while it is asked: nothing here goes by the clock, all by the requests. */
export interface Actor {
  readonly source: string;
  readonly fake: FakeVendor;
  /** By vendor id; for vendors with words of their own. */
  readonly shown: ReadonlyMap<string, readonly Shown[]>;
  /** Complete answers that the process that runs now was given. */
  looks(): number;
}

/** Fakes that outlive the gateway, and a gateway of a process of its own that is killed and started again. */
export interface Stage {
  readonly actors: readonly Actor[];
  /** The gateway's address, once it is up. */
  url(): Promise<string>;
  /** Starts the gateway; after `requests` of its requests it is killed. Resolves when it is up, or dead before that. */
  start(requests: number): Promise<RunningProcess>;
  /** From now on, nothing changes and all vendors are well. */
  calmDown(): void;
  close(): Promise<void>;
}

const KEYS = 6;
const FAULTS: readonly Fault[] = [
  { kind: "status", status: 503 },
  { kind: "status", status: 429, headers: { "retry-after": "0" } },
  { kind: "cut" },
  { kind: "half" },
  { kind: "hang" },
  { kind: "not-json" },
];
export const OF_SOURCES = { quota: null, timeoutMs: 300, retries: 1, breakMs: 100 };

/** Serves the fakes and writes the settings that name them. */
export async function openStage(random: Random): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const file = join(directory, "ringback.yaml");
  let incarnation = 0;
  let isUp = false;
  let isCalm = false;
  let requestsLeft = Number.POSITIVE_INFINITY;
  let running: RunningProcess | null = null;
  let waiting: ((url: string) => void)[] = [];
  let url: string | null = null;
  const servers: ServedFake[] = [];
  const sources: Record<string, JsonObject> = {};
  const actors: Actor[] = [];

  const onRequest = (): void => {
    requestsLeft -= 1;
    if (requestsLeft > 0 || running === null) return;
    isUp = false;
    url = null;
    running.child.kill("SIGKILL");
  };

  for (const [index, definition] of FOUND_BY_POLLING.entries()) {
    const vendor = definition.vendor.toLowerCase();
    const source = folderOf(vendor);
    const fake = definition.createFake(Date.now, { count: 0, seed: index + 1, quota: null, lagMs: 0 });
    const act = createAct(fake, random, source);
    let looks = { incarnation, count: 0 };
    const served = await serveFake({
      async handle(request) {
        onRequest();
        const began = { incarnation, isUp };
        const response = await fake.handle(request);
        if (!began.isUp || incarnation !== began.incarnation || !response.ok || response.headers.has(CUT_HEADER)) {
          if (!isCalm) act.next();
          return response;
        }
        if (looks.incarnation !== incarnation) looks = { incarnation, count: 0 };
        looks.count += 1;
        if (isWholeRead(request)) act.noteLook(await response.clone().text(), incarnation);
        if (!isCalm) act.next();
        return response;
      },
    });
    servers.push(served);
    sources[source] = { vendor, ...act.settings(served.baseUrl), ...OF_SOURCES };
    actors.push({ source, fake, shown: act.shown, looks: () => (looks.incarnation === incarnation ? looks.count : 0) });
  }
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({ sources, sync: FAST_SYNC, dataDirectory: join(directory, "data"), logLevel: "warn" }),
  );

  return {
    actors,
    url: () => (url === null ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(url)),
    async start(requests) {
      incarnation += 1;
      requestsLeft = requests;
      const started = startProcess(["serve"], { RINGBACK_CONFIG: file, PORT: "0", HOST: "127.0.0.1" });
      running = started;
      const match = await started.waitFor(/at (http:\S+)\/graphql/u).catch(() => null);
      if (match !== null && requestsLeft > 0) {
        isUp = true;
        url = match[1] ?? "";
        for (const resolve of waiting) resolve(url);
        waiting = [];
      }
      return started;
    },
    calmDown() {
      isCalm = true;
      for (const { fake } of actors) fake.fault = null;
    },
    async close() {
      running?.child.kill("SIGKILL");
      await running?.ended();
      await Promise.all(servers.map((server) => server.close()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** False for the first of two requests for one callback, and for a list of earlier attempts: neither records its state. */
export function isWholeRead({ url }: Request): boolean {
  return !/\/conversations\/callbacks\/|\/v2\/data\//u.test(url);
}

/** How one fake changes by chance. */
export interface Act {
  readonly shown: Map<string, Shown[]>;
  settings(baseUrl: string): JsonObject;
  /** Something, or nothing, changes by chance. */
  next(): void;
  noteLook(body: string, incarnation: number): void;
  /** The vendor is well. */
  calmDown(): void;
}

export function createAct(fake: FakeVendor, random: Random, source: string): Act {
  const words = Object.keys(fake.vendorStatuses);
  const shown = new Map<string, Shown[]>();
  let agentId: string | undefined;
  let faultsLeft = 0;

  const add = (): void => {
    const key = random.int(1, KEYS);
    const start = Date.now() + random.int(2, 60) * 1000;
    const customer = { phoneNumber: `+1415555010${key}`, customerId: `${source}-${key}` };
    const id = fake.add({ ...customer, start, end: start + 7_200_000, ...(agentId === undefined ? {} : { agentId }) });
    shown.set(id, []);
    if (words.length > 0) setVendorStatus(id);
  };
  const setVendorStatus = (id: string): void => {
    const word = random.pick(words);
    if (shown.get(id)?.at(-1)?.word === word) return;
    fake.setVendorStatus(id, word);
    shown.get(id)?.push({ word, looks: new Map() });
  };

  return {
    shown,
    settings(baseUrl) {
      // Vendors that are asked by key are told to watch those that are there: one callback of each.
      for (let count = 0; count < KEYS * 3; count += 1) add();
      const settings = fake.settings(baseUrl);
      const { agents } = (settings["watch"] ?? {}) as { readonly agents?: readonly string[] };
      agentId = agents?.[0];
      return settings;
    },
    next() {
      if (fake.fault === null) {
        if (random.int(1, 60) === 1) {
          fake.fault = random.pick(FAULTS);
          faultsLeft = random.int(1, 8);
        }
      } else {
        faultsLeft -= 1;
        if (faultsLeft <= 0) fake.fault = null;
      }
      const ids = [...fake.records.keys()];
      const chance = random.int(1, 100);
      if (chance <= 4 && ids.length < 40) add();
      else if (chance <= 6 && ids.length > KEYS) fake.records.delete(random.pick(ids));
      else if (chance <= 40 && words.length > 0) setVendorStatus(random.pick(ids));
    },
    calmDown() {
      fake.fault = null;
    },
    noteLook(body, incarnation) {
      for (const [id, words] of shown) {
        const looks = words.at(-1)?.looks;
        if (looks !== undefined && body.includes(`"${id}"`)) looks.set(incarnation, (looks.get(incarnation) ?? 0) + 1);
      }
    },
  };
}
