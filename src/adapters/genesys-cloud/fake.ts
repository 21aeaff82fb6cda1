import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { pageOf, type FakeEntry } from "../fake/directory.js";
import type { FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { createRandom } from "../fake/random.js";
import { createTokens } from "../fake/tokens.js";
import { DEMO_COUNT } from "../fake/world.js";
import { basicHeader } from "../http/credentials.js";

import { toConversationRecord, toLiveRecord } from "./fake-live.js";
import { queryDetails } from "./fake-query.js";
import { failure, respond } from "./fake-responses.js";
import { GENESYS_CLOUD_STATUSES } from "./fake-words.js";
import { createGenesysCloudWorld, GENESYS_CLOUD_AGENTS, GENESYS_CLOUD_QUEUES } from "./fake-world.js";
import { createGenesysCloudFakeWrites } from "./fake-writes.js";

const TOKEN_PATH = "/oauth/token";
const TOKEN_LIFE_MS: DurationMs = 86_400_000;
const CLIENT = { clientId: "genesys-cloud-fake", clientSecret: "genesys-cloud-client-secret" };
const WEBHOOK = { secret: "genesys-cloud-fake-webhook-secret", header: "x-ringback-secret" };
const QUERY_PATH = "/api/v2/analytics/conversations/details/query";
const CALLBACKS_PATH = "/api/v2/conversations/callbacks";
const DETAILS_PATH = /^\/api\/v2\/analytics\/conversations\/([^/]+)\/details$/u;
const LIVE_PATH = /^\/api\/v2\/conversations\/(callbacks\/)?([^/]+)$/u;

const DIRECTORY: Readonly<Record<string, readonly FakeEntry[]>> = {
  "/api/v2/routing/queues": GENESYS_CLOUD_QUEUES,
  "/api/v2/users": GENESYS_CLOUD_AGENTS,
};

/** How far the analytics API is behind, where a test does not say. */
const DEFAULT_LAG_MS: DurationMs = 4000;

/** The fake, and the faults that only this vendor has. */
export interface GenesysCloudFake extends FakeVendor {
  /** Hides a conversation in a division that the client may not see: there is no error. */
  hide(vendorId: string): void;
  /** Changes how a callback lives: the customer is dialed before an agent is there. */
  dialCustomerFirst(vendorId: string): void;
}

/**
 * Genesys Cloud after its documentation: conversations in two APIs, of which the analytics API is behind. The values
 * of segments in the queue, the disconnect types, and the owner that a move sets are guesses.
 */
export function createGenesysCloudFake(clock: Clock, options: FakeOptions = {}): GenesysCloudFake {
  const { seed = 1, count = DEMO_COUNT, lagMs = DEFAULT_LAG_MS } = options;
  const world = createGenesysCloudWorld(createRandom(seed), clock, { count, lagMs });
  const tokens = createTokens(clock, TOKEN_LIFE_MS, "genesys-cloud");
  const writes = createGenesysCloudFakeWrites(world, clock);

  const grant = ({ headers, body }: FakeRequest): Response => {
    const isKnown =
      headers["authorization"] === basicHeader(CLIENT.clientId, CLIENT.clientSecret) &&
      new URLSearchParams(body).get("grant_type") === "client_credentials";
    if (!isKnown) return Response.json({ error: "invalid_client" }, { status: 400 });
    return Response.json({ access_token: tokens.grant(), token_type: "bearer", expires_in: TOKEN_LIFE_MS / 1000 });
  };

  const respondTo = (sent: FakeRequest, url: URL): Response => {
    const { method, headers, body } = sent;
    const { pathname } = url;
    if (pathname === TOKEN_PATH) return grant(sent);
    if (!tokens.isValid(headers["authorization"])) return failure(401, "bad.credentials");
    if (method === "POST" && pathname === QUERY_PATH) return queryDetails(parse(body), world.shown());
    if (method === "POST" && pathname === CALLBACKS_PATH) return writes.create(parse(body));
    if (method === "PATCH" && pathname === CALLBACKS_PATH) return writes.move(parse(body));
    const entries = DIRECTORY[pathname];
    if (method === "GET" && entries !== undefined) return listDirectory(entries, url.searchParams);
    const [, detailsId] = DETAILS_PATH.exec(pathname) ?? [];
    if (detailsId !== undefined) {
      const shown = world.findShown(decodeURIComponent(detailsId));
      return shown === null ? failure(404, "not.found") : respond(shown.record);
    }
    const [, callbacks, liveId = ""] = LIVE_PATH.exec(pathname) ?? [];
    const vendorId = decodeURIComponent(liveId);
    if (method === "PATCH" && callbacks !== undefined) return writes.disconnect(vendorId, parse(body));
    const found = isReadable(world.records.get(vendorId)) ? world.find(vendorId) : null;
    if (method !== "GET" || found === null) return failure(404, "not.found");
    return respond(callbacks === undefined ? toConversationRecord(found) : toLiveRecord(found));
  };

  return Object.assign(createFaultInjector(respondTo, { clock, ...options, tokenPath: TOKEN_PATH }), {
    records: world.records,
    vendorStatuses: GENESYS_CLOUD_STATUSES,
    tokenLifeMs: TOKEN_LIFE_MS,
    add: (callback: Parameters<FakeVendor["add"]>[0]) => world.add(callback),
    setVendorStatus: (vendorId: string, word: string) => world.setWord(vendorId, word),
    corrupt(vendorId: string) {
      world.records.set(vendorId, { ...world.records.get(vendorId), conversationStart: { corrupted: true } });
    },
    hide: (vendorId: string) => world.hide(vendorId),
    dialCustomerFirst(vendorId: string) {
      const conversation = world.find(vendorId);
      if (conversation !== null) world.settle({ ...conversation, isCustomerFirst: true });
    },
    revokeTokens: () => tokens.revoke(),
    webhook: {
      deliver(vendorId: string, sentAt: number) {
        const eventBody = { eventTime: sentAt, conversationId: vendorId, mediaType: "CALLBACK" };
        const topicName = `v2.detail.events.conversation.${vendorId}.acd.start`;
        const body = JSON.stringify({ id: "e1", "detail-type": topicName, detail: { topicName, eventBody } });
        return { headers: { "content-type": "application/json", [WEBHOOK.header]: WEBHOOK.secret }, body };
      },
    },
    settings: (baseUrl: string): JsonObject => ({
      baseUrl,
      loginUrl: baseUrl,
      auth: CLIENT,
      defaultRegion: "US",
      reasonAttribute: "reason",
      webhook: WEBHOOK,
      ...(options.lagMs === undefined ? {} : { analyticsLagMs: options.lagMs }),
    }),
    advance: (now: number) => world.advance(now),
  });
}

/** The first page is 1; a page holds 25 by default. */
function listDirectory(entries: readonly FakeEntry[], query: URLSearchParams): Response {
  const [pageNumber, pageSize] = [Number(query.get("pageNumber") ?? 1), Number(query.get("pageSize") ?? 25)];
  if (!(pageNumber >= 1 && pageSize >= 1 && pageSize <= 500)) return failure(400, "bad.request");
  const { entries: entities, pages } = pageOf(entries, pageNumber - 1, pageSize);
  return Response.json({ entities, pageSize, pageNumber, total: entries.length, pageCount: pages });
}

/** The live API cannot show a record that a test has corrupted. */
function isReadable(record: JsonObject | undefined): boolean {
  return typeof record?.["conversationStart"] === "string";
}

function parse(body: string): JsonValue {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return null;
  }
}
