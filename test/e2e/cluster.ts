import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { CUT_HEADER } from "../../src/adapters/fake/fault-injection.js";
import { FOUND_BY_POLLING } from "../support/events.js";
import type { Random } from "../../src/adapters/fake/random.js";
import type { JsonObject } from "../../src/lib/json.js";
import { openPostgresStore } from "../../src/stores/postgres/postgres.js";
import { folderOf } from "../support/folder-of.js";
import { createDatabase, startPostgres, withClient } from "../support/postgres.js";
import { startProcess, type RunningProcess } from "../support/process.js";
import { createAct, OF_SOURCES, type Act, isWholeRead } from "./stage.js";
import { FAST_SYNC } from "../support/fast-sync.js";

/** One request that a fake was sent, and by which process. */
export interface Asked {
  readonly at: number;
  readonly source: string;
  readonly pid: number;
}

/** What happened to a lease, as the database itself noted it. */
export interface LeaseEvent {
  readonly at: number;
  readonly kind: "INSERT" | "UPDATE" | "DELETE";
  readonly name: string;
  readonly gateway: string;
  readonly expiresAt: number;
}

/** Several gateways, each a process of its own, on one PostgreSQL, over the same fakes. */
export interface Cluster {
  readonly acts: ReadonlyMap<string, Act>;
  readonly asked: readonly Asked[];
  /** Where one of the gateways that are up is, by chance. */
  url(): Promise<string>;
  /** Resolves after so many requests more. */
  requests(count: number): Promise<void>;
  /** Ends a gateway, and starts it again. Resolves when it is up. */
  restartGateway(index: number, signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  restartDatabase(how: "stop" | "crash"): Promise<void>;
  /** From now on, nothing changes and all vendors are well. */
  calmDown(): void;
  leaseEvents(): Promise<readonly LeaseEvent[]>;
  close(): Promise<void>;
}

const LEASE_MS = 2000;

interface Slot {
  readonly file: string;
  running: RunningProcess | null;
  url: string | null;
}

const AUDIT = `
  create table lease_events (id bigserial, at bigint, kind text, name text, gateway text, expires_at bigint);
  create function note_lease() returns trigger language plpgsql as $$
    declare lease leases := coalesce(new, old);
    begin
      insert into lease_events (at, kind, name, gateway, expires_at)
        values (extract(epoch from clock_timestamp()) * 1000, tg_op, lease.name, lease.gateway, lease.expires_at);
      return lease;
    end $$;
  create trigger note_lease after insert or update or delete on leases for each row execute function note_lease();`;

/** Starts a database, the fakes and `count` gateways. Each gateway knows the fakes by addresses of its own. */
export async function openCluster(random: Random, count: number): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const server = await startPostgres();
  const { url: databaseUrl } = await createDatabase(server.url());
  const store = await openPostgresStore({ url: databaseUrl, connections: 2, statementTimeoutMs: 10_000 });
  await store.close();
  await withClient(databaseUrl, (client) => client.query(AUDIT));

  const acts = new Map<string, Act>();
  const asked: Asked[] = [];
  const servers: ServedFake[] = [];
  const slots: Slot[] = [];
  const settings: Record<string, JsonObject>[] = Array.from({ length: count }, () => ({}));
  let isCalm = false;
  let isClosed = false;
  /** Looks before and after the database was away are of no account to each other. */
  let epoch = 0;
  let isDatabaseUp = true;
  let waiters: { left: number; resolve: () => void }[] = [];
  let waiting: (() => void)[] = [];

  const noteRequest = (source: string, slot: Slot | undefined): number => {
    const pid = slot?.running?.child.pid ?? 0;
    asked.push({ at: Date.now(), source, pid });
    for (const waiter of waiters) waiter.left -= 1;
    for (const { left, resolve } of waiters) if (left <= 0) resolve();
    waiters = waiters.filter(({ left }) => left > 0);
    return pid * 1000 + epoch;
  };

  for (const [index, definition] of FOUND_BY_POLLING.entries()) {
    const vendor = definition.vendor.toLowerCase();
    const source = folderOf(vendor);
    const fake = definition.createFake(Date.now, { count: 0, seed: index + 1, quota: null, lagMs: 0 });
    const act = createAct(fake, random, source);
    acts.set(source, act);
    let ofSource: JsonObject | null = null;
    for (let gateway = 0; gateway < count; gateway += 1) {
      const served = await serveFake({
        async handle(request) {
          const looker = noteRequest(source, slots[gateway]);
          const response = await fake.handle(request);
          const isSeen = response.ok && isDatabaseUp && !response.headers.has(CUT_HEADER);
          if (isSeen && isWholeRead(request)) act.noteLook(await response.clone().text(), looker);
          if (!isCalm) act.next();
          return response;
        },
      });
      servers.push(served);
      ofSource = { ...(ofSource ?? act.settings(served.baseUrl)), ...addressesOf(fake.settings(served.baseUrl)) };
      Object.assign(settings[gateway] ?? {}, { [source]: { vendor, ...ofSource, ...OF_SOURCES } });
    }
  }
  const sync = { ...FAST_SYNC, leaseMs: LEASE_MS };
  for (const [index, sources] of settings.entries()) {
    const file = join(directory, `gateway-${index}.yaml`);
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ server: { drainMs: 0 }, sources, sync, logLevel: "error" }));
    slots.push({ file, running: null, url: null });
  }

  const startGateway = async (slot: Slot): Promise<void> => {
    const environment = { RINGBACK_CONFIG: slot.file, PORT: "0", HOST: "127.0.0.1", DATABASE_URL: databaseUrl };
    let match: RegExpExecArray | null = null;
    // A gateway whose database goes away while it starts ends, and whoever looks after it starts it again.
    for (let tries = 1; match === null; tries += 1) {
      const started = startProcess(["serve"], environment);
      slot.running = started;
      match = await started.waitFor(/at (http:\S+)\/graphql/u).catch(() => null);
      const isExcused = started.output().includes("the database cannot be reached at the moment");
      // A start that the end of the test overtakes is no failure, and would hide the one that ended it.
      if (isClosed) return;
      if (match === null && (!isExcused || tries === 10)) throw new Error(`a gateway has ended: ${started.output()}`);
    }
    slot.url = match[1] ?? "";
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  await Promise.all(slots.map(startGateway));

  return {
    acts,
    asked,
    async url() {
      for (;;) {
        const urls = slots.flatMap(({ url }) => url ?? []);
        if (urls.length > 0) return random.pick(urls);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    requests: (left) =>
      new Promise<void>((resolve) => {
        waiters.push({ left, resolve });
      }),
    async restartGateway(index, signal) {
      const slot = slots[index];
      if (slot === undefined) throw new Error(`there is no gateway ${index}`);
      slot.url = null;
      slot.running?.child.kill(signal);
      await slot.running?.ended();
      await startGateway(slot);
    },
    async restartDatabase(how) {
      epoch += 1;
      isDatabaseUp = false;
      await server.restart(how);
      epoch += 1;
      isDatabaseUp = true;
    },
    calmDown() {
      isCalm = true;
      for (const act of acts.values()) act.calmDown();
    },
    leaseEvents: () =>
      withClient(databaseUrl, async (client) => {
        const { rows } = await client.query<Record<string, string>>("select * from lease_events order by id");
        return rows.map((row) => ({
          at: Number(row["at"]),
          kind: row["kind"] as LeaseEvent["kind"],
          name: row["name"] ?? "",
          gateway: row["gateway"] ?? "",
          expiresAt: Number(row["expires_at"]),
        }));
      }),
    async close() {
      isClosed = true;
      const processes = slots.flatMap(({ running }) => running ?? []);
      for (const { child } of processes) child.kill("SIGKILL");
      await Promise.all(processes.map((one) => one.ended()));
      await Promise.all(servers.map((served) => served.close()));
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What of a fake's settings says where it is. */
function addressesOf(settings: JsonObject): JsonObject {
  const { watch: _, ...addresses } = settings;
  return addresses;
}
