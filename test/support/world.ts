import type { Logger } from "pino";
import type { FakeOptions, FakeRequest, FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { isJsonObject, type JsonObject } from "../../src/lib/json.js";
import { parseSettings, type Environment, type Settings } from "../../src/config/config.js";
import type { Instant } from "../../src/domain/time/instant.js";
import { timerOf } from "../../src/domain/time/timer.js";
import { createGateway, type Gateway } from "../../src/gateway.js";
import type { SourcesReloaded } from "../../src/gateway-sources.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import type { Store } from "../../src/stores/store.js";
import { folderOf } from "./folder-of.js";
import { createTestLogger } from "./logs.js";

/** When every world begins. */
export const START = Date.UTC(2026, 5, 1, 12);

/** A gateway over one fake a vendor, all behind real HTTP on this machine. */
export interface World {
  readonly gateway: Gateway;
  readonly url: string;
  readonly store: Store;
  /** Ends the gateway and starts another one over the same store and fakes. Needs `dataDirectory`. */
  restart(): Promise<void>;
  /** Has the gateway go on with other settings beside its sources; returns which of them need a restart. */
  reload(settings: JsonObject, ofSources?: JsonObject): Promise<readonly string[]>;
  /** Has it go on with other sources: `change` gets the settings of the sources by name. */
  reloadSources(
    change: (sources: Readonly<Record<string, JsonObject>>) => JsonObject,
    settings?: JsonObject,
  ): Promise<SourcesReloaded>;
  /** Another gateway beside this one, over the same store and fakes. */
  join(): Promise<{ readonly gateway: Gateway; readonly url: string }>;
  /** By the source's name: the vendor's in lower case, with hyphens. */
  readonly fakes: Readonly<Record<string, FakeVendor>>;
  /** The time, which a test moves; and by how much the gateways' wall clock is ahead of it, where a test sets that wrong. */
  readonly time: { now: number; wallAheadMs: number };
  /** Requests that all fakes together were sent so far. */
  callCount(): number;
  forgetCalls(): void;
  close(): Promise<void>;
}

export interface WorldOptions extends FakeOptions {
  /** Settings of the gateway beside its sources. */
  readonly settings?: JsonObject;
  /** Settings that every source gets beside its fake's. */
  readonly ofSources?: JsonObject;
  /** The environment that the settings are read with. */
  readonly environment?: Environment;
  /** By default nothing is logged. */
  readonly logger?: Logger;
  /** How long a vendor takes for each answer by the injected clock. Default: no time at all. */
  readonly latencyMs?: number;
  /** Whether the Webex source uses the Search API. Default false. */
  readonly hasWebexSearch?: boolean;
  /** Where the store is kept. Default: in memory. */
  readonly dataDirectory?: string;
  /** Opens another store than the embedded one of `dataDirectory`. */
  readonly openStore?: () => Promise<Store>;
  /** The injected clock's first instant. Default: `START`. */
  readonly startsAt?: Instant;
  /** More settings of single sources, by their names. */
  readonly ofVendors?: Readonly<Record<string, JsonObject>>;
  /** Changes the fakes before the gateway starts. */
  readonly beforeStart?: (fakes: Readonly<Record<string, FakeVendor>>) => void;
  /** Whether the Mindful source uses the API v2. Default false. */
  readonly hasMindfulApi?: boolean;
}

/** Nothing is looked at by itself, and what a test requests again within ten seconds is not fetched again. */
function withDefaults({ sync, freshness }: JsonObject): JsonObject {
  return {
    sync: { polling: false, directoryMs: 0, ...(isJsonObject(sync) && sync) },
    freshness: { maxStalenessMs: 10_000, ...(isJsonObject(freshness) && freshness) },
  };
}

/** False for the second request for one callback, at a vendor that shows it by two APIs or calls, or lists it in parts. */
export const isFirstRead = ({ path }: FakeRequest): boolean =>
  !/\/details$|^\/contact\/associated\/|\/skills\/471[23]\//u.test(path);

/** In most tests Webex is the vendor that cannot list, and has no status. */
const WITHOUT_SEARCH: JsonObject = { search: { enabled: false } };

/** In most tests Mindful is a vendor that can be queried by number only. */
function withApi({ api, ...source }: JsonObject, hasApi: boolean): JsonObject {
  return hasApi && isJsonObject(api) ? { ...source, api: { ...api, quota: null } } : source;
}

/** Starts the fakes (empty, unless `count` says otherwise), and a gateway that knows them. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const {
    settings = {},
    ofSources = {},
    // `npm run test:uncached` runs the gateways of all tests without caches.
    environment = { RINGBACK_CACHES: process.env["RINGBACK_CACHES"] },
    latencyMs = 0,
    hasWebexSearch = false,
    dataDirectory,
    openStore = () => openSqliteStore(dataDirectory ?? ":memory:"),
    startsAt = START,
    logger = createTestLogger(),
    ofVendors = {},
    hasMindfulApi = false,
    beforeStart,
    ...ofFakes
  } = options;
  const time = { now: startsAt, wallAheadMs: 0 };
  const clock = (): number => time.now;
  const wallClock = (): number => time.now + time.wallAheadMs;
  const fakes: Record<string, FakeVendor> = {};
  const served: ServedFake[] = [];
  const sources: Record<string, JsonObject> = {};
  for (const definition of ADAPTERS) {
    const vendor = definition.vendor.toLowerCase();
    const name = folderOf(vendor);
    const fake = definition.createFake(clock, { count: 0, quota: null, ...ofFakes });
    const server = await serveFake({
      handle(request) {
        time.now += latencyMs;
        return fake.handle(request);
      },
    });
    fakes[name] = fake;
    served.push(server);
    // The injected clock stands still: a quota would never refill.
    const ofVendor = vendor === "webex" && !hasWebexSearch ? WITHOUT_SEARCH : {};
    sources[name] = { vendor, ...fake.settings(server.baseUrl), ...ofVendor, quota: null, ...ofSources };
  }
  const parse = (
    own: JsonObject,
    added: JsonObject,
    change = (all: Readonly<Record<string, JsonObject>>): JsonObject => all,
  ): Settings => {
    const all = Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [
        name,
        { ...(name === "mindful" ? withApi(source, hasMindfulApi) : source), ...ofVendors[name], ...added },
      ]),
    );
    // Of every world, also of one that says something else about its server: several files run at once.
    const server = { port: 0, ...(isJsonObject(own["server"]) ? own["server"] : {}) };
    return parseSettings({ ...own, ...withDefaults(own), server, sources: change(all) }, environment, () => null);
  };
  const parsed = parse(settings, {});
  const begin = async (store: Store): Promise<Begun> => {
    const gateway = await createGateway(parsed, { clock: wallClock, timer: timerOf(clock), store, logger });
    return { gateway, store, ...(await gateway.listen()) };
  };
  beforeStart?.(fakes);
  let main = await begin(await openStore());
  const others: Begun[] = [];
  const all = Object.values(fakes);
  return {
    get gateway() {
      return main.gateway;
    },
    get url() {
      return main.url;
    },
    get store() {
      return main.store;
    },
    fakes,
    time,
    async restart() {
      await main.gateway.close();
      main = await begin(await openStore());
    },
    async reload(next, added = {}) {
      return (await main.gateway.reload(parse(next, added))).restart;
    },
    reloadSources: async (change, next = settings) => main.gateway.reload(parse(next, {}, change)),
    async join() {
      const other = await begin(main.store);
      others.push(other);
      return other;
    },
    callCount: () => all.reduce((total, fake) => total + fake.log.length, 0),
    forgetCalls() {
      for (const fake of all) fake.log.length = 0;
    },
    async close() {
      await Promise.all([main, ...others].map(({ gateway }) => gateway.close()));
      await Promise.all(served.map((server) => server.close()));
    },
  };
}

interface Begun {
  readonly gateway: Gateway;
  readonly store: Store;
  readonly url: string;
}
