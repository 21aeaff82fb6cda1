import type { Clock } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { pageOf } from "../fake/directory.js";
import type { FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { createRandom } from "../fake/random.js";
import { contactsIn, toSummary } from "./fake-contact.js";
import { createFakeEvents, type FakeEvents } from "./fake-events.js";
import { searchContacts } from "./fake-search.js";
import { faultOfSignature } from "./fake-signature.js";
import { AMAZON_CONNECT_STATUSES } from "./fake-words.js";
import { createAmazonConnectWorld, FAKE_INSTANCE, FAKE_QUEUE_ENTRIES, FAKE_USER_ENTRIES } from "./fake-world.js";

const REGION = "eu-central-1";
const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "amazon-connect-fake-secret" };
const WEBHOOK = { secret: "amazon-connect-fake-webhook-secret", header: "x-ringback-secret" };
const CONTACT_PATH = /^\/contacts\/([^/]+)\/([^/]+)$/u;
const ASSOCIATED_PATH = /^\/contact\/associated\/([^/]+)$/u;
const DIRECTORY_PATH = /^\/(queues|users)-summary\/([^/]+)$/u;
/** Fewer than at other vendors: each open callback is polled by a request of its own, and the demo starts on any machine. */
const DEMO_COUNT = 60;
/** The limit of an account whose quota was raised: by the default of 2, a demo would take minutes to begin. */
const RAISED_QUOTA = { requests: 200, perMs: 1000 };
/** Other programs of the account use the rest. */
const GATEWAY_SHARE = 0.8;

/** The fake, and what only this vendor has. */
export interface AmazonConnectFake extends FakeVendor {
  readonly events: FakeEvents;
  /** The most summaries on a page of ListAssociatedContacts. */
  associatedPageSize: number;
  /** Changes how a callback lives: the customer is dialed before an agent is there. */
  dialCustomerFirst(vendorId: string): void;
}

/**
 * Amazon Connect after its documentation: it verifies signatures, has no list of callbacks that wait, and sends events
 * that are repeated and out of order. The contacts of a further attempt, and the reason of a stopped one, are guesses.
 */
export function createAmazonConnectFake(clock: Clock, options: FakeOptions = {}): AmazonConnectFake {
  const { seed = 1, count = DEMO_COUNT, quota = RAISED_QUOTA } = options;
  const random = createRandom(seed);
  const world = createAmazonConnectWorld(random, clock, count);
  const events = createFakeEvents(world, random, WEBHOOK);

  const associated = (contactId: string, url: URL): Response => {
    const tree = world.treeOf(contactId);
    if (tree.length === 0) return failure(404, "ResourceNotFoundException", "The specified resource was not found.");
    const initial = tree.flatMap(({ InitialContact: call }) => (isJsonObject(call) ? [call] : []));
    const all = [...initial.slice(0, 1), ...tree.flatMap((record) => contactsIn(record).map(toSummary))];
    const size = Math.min(Number(url.searchParams.get("maxResults") ?? 100), fake.associatedPageSize);
    const offset = Number(url.searchParams.get("nextToken") ?? 0);
    const next = offset + size;
    return respond({
      ContactSummaryList: all.slice(offset, next),
      ...(next < all.length ? { NextToken: String(next) } : {}),
    });
  };

  const stop = (contactId: JsonValue | undefined): Response => {
    const isStopped = typeof contactId === "string" ? world.stop(contactId) : null;
    if (isStopped === null) return failure(404, "ResourceNotFoundException", "The specified resource was not found.");
    return isStopped ? respond({}) : failure(410, "ContactNotFoundException", "The contact has already ended.");
  };

  const respondTo = (sent: FakeRequest, url: URL): Response => {
    const fault = faultOfSignature(sent, { ...KEY, region: REGION, service: "connect" }, clock);
    if (fault !== null) return failure(403, fault.type, fault.message);
    const { method, body } = sent;
    const [, instanceId, contactId] = CONTACT_PATH.exec(url.pathname) ?? [];
    const [, kind = "", directoryInstanceId] = DIRECTORY_PATH.exec(url.pathname) ?? [];
    const [, treeInstanceId] = ASSOCIATED_PATH.exec(url.pathname) ?? [];
    const json = method === "POST" ? parse(body) : {};
    const instance = instanceId ?? treeInstanceId ?? directoryInstanceId ?? json["InstanceId"];
    if (instance !== FAKE_INSTANCE) return failure(404, "ResourceNotFoundException", "Instance not found.");
    if (directoryInstanceId !== undefined && method === "GET") return listDirectory(kind, url.searchParams);
    if (contactId !== undefined && method === "GET") {
      const contact = world.find(decodeURIComponent(contactId));
      if (contact !== null) return respond({ Contact: withOtherAttributes(contact) });
      return failure(404, "ResourceNotFoundException", "The specified resource was not found.");
    }
    if (treeInstanceId !== undefined && method === "GET") {
      return associated(url.searchParams.get("contactId") ?? "", url);
    }
    if (method === "POST" && url.pathname === "/contact/stop") return stop(json["ContactId"]);
    const isSearch = method === "POST" && url.pathname === "/search-contacts";
    const found = isSearch ? searchContacts(json, world.records.values()) : null;
    if (found !== null) return respond(found);
    return failure(400, "InvalidParameterException", "One or more of the parameters provided is invalid.");
  };

  const fake: AmazonConnectFake = Object.assign(createFaultInjector(respondTo, { clock, quota, tooMany }), {
    records: world.records,
    vendorStatuses: AMAZON_CONNECT_STATUSES,
    tokenLifeMs: null,
    events,
    associatedPageSize: 100,
    add: (callback: Parameters<FakeVendor["add"]>[0]) => world.add(callback),
    setVendorStatus: (vendorId: string, word: string) => world.setWord(vendorId, word),
    corrupt(vendorId: string) {
      world.records.set(vendorId, { ...world.records.get(vendorId), InitiationTimestamp: { corrupted: true } });
    },
    dialCustomerFirst: (vendorId: string) => world.makeCustomerFirst(vendorId),
    revokeTokens() {
      // Requests are signed: there is no token.
    },
    webhook: { deliver: events.deliver, due: events.due },
    settings: (baseUrl: string): JsonObject => ({
      baseUrl,
      region: REGION,
      instanceId: FAKE_INSTANCE,
      auth: KEY,
      defaultRegion: "US",
      reasonAttribute: "reason",
      quota: { ...RAISED_QUOTA, requests: RAISED_QUOTA.requests * GATEWAY_SHARE },
      webhook: WEBHOOK,
    }),
    advance: (now: number) => world.advance(now),
  });
  return fake;
}

const HEADERS = { "x-amzn-requestid": "c0ffee00-0000-4000-8000-000000000001" };

function respond(body: JsonObject): Response {
  return Response.json(body, { headers: HEADERS });
}

function failure(status: number, type: string, message: string): Response {
  return Response.json({ message }, { status, headers: { ...HEADERS, "x-amzn-errortype": type } });
}

function listDirectory(kind: string, query: URLSearchParams): Response {
  const isQueues = kind === "queues";
  const size = Number(query.get("maxResults") ?? 100);
  if (!(size >= 1 && size <= 1000)) return failure(400, "InvalidParameterException", "maxResults is 1 to 1000.");
  const page = Number(query.get("nextToken") ?? 0);
  const { entries, pages } = pageOf(isQueues ? FAKE_QUEUE_ENTRIES : FAKE_USER_ENTRIES, page, size);
  return respond({
    [isQueues ? "QueueSummaryList" : "UserSummaryList"]: entries.map(({ id, name }) => ({
      Id: id,
      [isQueues ? "Name" : "Username"]: name,
    })),
    ...(page + 1 < pages ? { NextToken: String(page + 1) } : {}),
  });
}

/** It does not say for how long. */
function tooMany(): Response {
  return failure(429, "TooManyRequestsException", "Too Many Requests");
}

/** Flows keep more in a contact than a callback needs. */
function withOtherAttributes(contact: JsonObject): JsonObject {
  const { Attributes: attributes } = contact;
  return { ...contact, Attributes: { ...(isJsonObject(attributes) ? attributes : {}), accountNumber: "0000-1111" } };
}

function parse(body: string): JsonObject {
  try {
    const value = JSON.parse(body) as JsonValue;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
