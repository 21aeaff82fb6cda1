import type { Clock } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { FakeCallback, FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { createRandom } from "../fake/random.js";
import { DEMO_COUNT } from "../fake/world.js";
import { basicHeader } from "../http/credentials.js";
import { createGmsFakeReads, type GmsFakeReturns } from "./fake-reads.js";
import { createGmsFakeWorld, GMS_FAKE_SERVICES } from "./fake-world.js";
import { createGmsFakeWrites, failure, type GmsFakeLimits } from "./fake-writes.js";
import { GMS_STATUSES } from "./status.js";

const USER = "ringback";
const PASSWORD = "demo-password";
const PREFIX = "/genesys";
const SERVICES = "/1/service/callback";
const QUEUES = "/1/admin/callback/queues";
const POSITION = /^\/1\/service\/([^/]+)\/check-queue-position$/u;

/** The options of an installation that tenants have set differently. */
export type GmsFakeOptions = FakeOptions & GmsFakeReturns & GmsFakeLimits;

/** The Callback Services API of an installation, as its documents and the vendor's functional tests describe it. */
export function createGmsFake(clock: Clock, options: GmsFakeOptions = {}): FakeVendor {
  const { seed = 1, count = DEMO_COUNT } = options;
  const world = createGmsFakeWorld(createRandom(seed), clock, count);
  const { callbacks } = world;
  const reads = createGmsFakeReads(callbacks, clock, options);
  const write = createGmsFakeWrites(world, clock, options);

  const update = (vendorId: string, fields: JsonObject): void => {
    const record = callbacks.get(vendorId);
    if (record === undefined) throw new Error(`There is no callback ${vendorId}.`);
    callbacks.set(vendorId, { ...record, ...fields });
  };
  const setVendorStatus = (vendorId: string, vendorStatus: string): void => {
    const [state = "", reason] = vendorStatus.split("/");
    update(vendorId, { _callback_state: state, _callback_reason: reason ?? null });
  };

  const respondTo = (request: FakeRequest, url: URL): Response => {
    if (request.headers["authorization"] !== basicHeader(USER, PASSWORD)) {
      return failure(401, "Unauthorized", "AuthenticationException");
    }
    world.expire(clock());
    const isRead = request.method === "GET";
    const path = url.pathname.startsWith(`${PREFIX}/`) ? url.pathname.slice(PREFIX.length) : "";
    const [, positionOf] = POSITION.exec(path) ?? [];
    if (isRead && positionOf !== undefined) return reads.position(decodeURIComponent(positionOf));
    if (isRead && path === QUEUES) return reads.listQueues(url.searchParams);
    if (isRead && path === SERVICES) return reads.find(url.searchParams, null);
    if (!path.startsWith(`${SERVICES}/`)) return failure(404, "Not found", "NotFoundException");
    const [service = "", id] = path
      .slice(SERVICES.length + 1)
      .split("/")
      .map((part) => decodeURIComponent(part));
    if (!GMS_FAKE_SERVICES.some(({ name }) => name === service)) {
      return failure(404, `Service ${service} is not configured`, "ServiceNotFoundException");
    }
    if (isRead && id === undefined) return reads.find(url.searchParams, service);
    return write(request, url.searchParams, service, id ?? null);
  };

  return Object.assign(createFaultInjector(respondTo, { clock, ...options }), {
    records: callbacks,
    vendorStatuses: GMS_STATUSES,
    tokenLifeMs: null,
    add(callback: FakeCallback) {
      const id = world.add(callback);
      if (callback.vendorStatus !== undefined) setVendorStatus(id, callback.vendorStatus);
      return id;
    },
    setVendorStatus,
    corrupt: (vendorId: string) => update(vendorId, { _url: { path: "hidden" } }),
    revokeTokens() {
      // User and password are a part of the settings: nothing grants others.
    },
    settings: (baseUrl: string): JsonObject => ({
      baseUrl: baseUrl + PREFIX,
      user: USER,
      password: PASSWORD,
      defaultRegion: "US",
      // The last service is listed by its queue, and not written to.
      services: GMS_FAKE_SERVICES.slice(0, -1).map(({ name }) => name),
      queues: GMS_FAKE_SERVICES.slice(-1).map(({ queue }) => queue),
      names: { queues: { billing: "Billing", sales: "Sales", support: "Support" } },
    }),
    advance: (now: number) => world.advance(now),
  });
}
