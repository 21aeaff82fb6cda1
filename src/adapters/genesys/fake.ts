import type { Clock } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { fakeAgents, namesOf } from "../fake/directory.js";
import type { FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createRandom } from "../fake/random.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { DEMO_COUNT } from "../fake/world.js";
import { basicHeader } from "../http/credentials.js";
import { GENESYS_STATUSES } from "./callback-status.js";
import { createGenesysWorld } from "./fake-world.js";

const USER = "ringback";
const PASSWORD = "demo-password";
/** The agents who get callbacks: the vendor has no directory, so the settings name them. */
const GENESYS_FAKE_AGENTS = fakeAgents(
  Array.from({ length: 20 }, (_, number) => 201 + number),
  60,
);
const PATH = /^\/genesys\/1\/cs\/(customers|interactions)\/([^/]+)(\/interactions)?$/u;

/**
 * Context Services as their document describes them: queries by customer and by interaction, every interaction in a
 * list of mixed kinds. The class names in its errors, and which status goes with which mistake, are guesses.
 */
export function createGenesysFake(clock: Clock, options: FakeOptions = {}): FakeVendor {
  const { seed = 1, count = DEMO_COUNT } = options;
  const world = createGenesysWorld(createRandom(seed), clock(), count);
  const { callbacks } = world;

  const update = (vendorId: string, fields: JsonObject): void => {
    const record = callbacks.get(vendorId);
    if (record === undefined) throw new Error(`There is no callback ${vendorId}.`);
    callbacks.set(vendorId, { ...record, ...fields });
  };

  const respondTo = ({ method, headers }: FakeRequest, url: URL): Response => {
    const refusal = refuse(headers);
    if (refusal !== null) return refusal;
    const [, collection, key = "", rest] = PATH.exec(url.pathname) ?? [];
    const id = decodeURIComponent(key);
    if (method !== "GET") return failure(405, "Method not allowed", "MethodNotAllowedException");
    if (collection === "customers" && rest !== undefined) {
      const all = [...callbacks.values(), ...world.others];
      return Response.json(all.filter((record) => record["customer_id"] === id));
    }
    const found = callbacks.get(id) ?? world.others.find((record) => record["interaction_id"] === id);
    if (collection !== "interactions" || rest !== undefined || found === undefined) {
      return failure(404, `No interaction ${id}`, "InteractionNotFoundException");
    }
    return Response.json([found]);
  };

  return Object.assign(createFaultInjector(respondTo, { clock, ...options }), {
    records: callbacks,
    vendorStatuses: GENESYS_STATUSES,
    tokenLifeMs: null,
    add(callback: Parameters<FakeVendor["add"]>[0]) {
      const id = world.add(callback);
      if (callback.vendorStatus !== undefined) update(id, { callback_status: toSent(callback.vendorStatus) });
      return id;
    },
    setVendorStatus: (vendorId: string, vendorStatus: string) =>
      update(vendorId, { callback_status: toSent(vendorStatus) }),
    corrupt: (vendorId: string) => update(vendorId, { start_time: { corrupted: true } }),
    revokeTokens() {
      // HTTP Basic knows no tokens.
    },
    settings: (baseUrl: string) => ({
      baseUrl: `${baseUrl}/genesys/1/cs`,
      contactCenterId: "101",
      user: USER,
      password: PASSWORD,
      defaultRegion: "US",
      names: { agents: namesOf(GENESYS_FAKE_AGENTS) },
      watch: { customerIds: [...new Set([...callbacks.values()].map((record) => record["customer_id"] ?? null))] },
    }),
    advance: (now: number) => world.advance(now),
  });
}

function refuse(headers: Readonly<Record<string, string>>): Response | null {
  if (headers["authorization"] !== basicHeader(USER, PASSWORD)) {
    return failure(401, "Authentication failed", "AuthenticationException");
  }
  if (headers["contactcenterid"] === undefined) {
    return failure(400, "ContactCenterId is missing", "MissingTenantException");
  }
  return null;
}

function failure(status: number, message: string, exception: string): Response {
  return Response.json({ message, exception: `com.example.contextservices.${exception}` }, { status });
}

/** `5-SUBMITTED_TO_AGT` is sent as 5, as the document's integer; a status without a number as it is. */
function toSent(vendorStatus: string): number | string {
  const [, number] = /^(\d{1,9})(?:-|$)/u.exec(vendorStatus) ?? [];
  return number === undefined ? vendorStatus : Number(number);
}
