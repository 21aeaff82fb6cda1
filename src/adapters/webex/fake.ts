import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { pageOf, type FakeEntry } from "../fake/directory.js";
import type { FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createTokens } from "../fake/tokens.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { DEMO_COUNT } from "../fake/world.js";
import {
  createWebexFakeWorld,
  type WebexFakeWorld,
  webexFakeAgents,
  webexFakeUsers,
  WEBEX_FAKE_QUEUES,
} from "./fake-world.js";
import { estimateWait, searchWebexTasks } from "./fake-search.js";
import { isWebexCallbackOver, WEBEX_FAKE_ORGANIZATION, webexWindowOf } from "./fake-schedule.js";
import { createWebexFakeWebhook } from "./fake-webhook.js";
import { createWebexFakeActions, createWebexFakeWrites } from "./fake-writes.js";

const TOKEN_PATH = "/v1/access_token";
const ACTION_PATH = "/v1/agentburnout/action";
const WAIT_PATH = "/v1/ewt";
const SEARCH_PATH = "/search";
const TASKS_PATH = "/v1/tasks";
const TOKEN_LIFE_MS: DurationMs = 14 * 24 * 3_600_000;
const COLLECTION = `/v1/callbacks/organization/${WEBEX_FAKE_ORGANIZATION}/scheduled-callback`;
const DIRECTORY_PATH = new RegExp(`^/organization/${WEBEX_FAKE_ORGANIZATION}/v2/(contact-service-queue|user)$`, "u");
const CLIENT = { clientId: "C-webex-fake", clientSecret: "webex-client-secret" };
const WEBHOOK_SECRET = "webex-fake-secret-of-32-characters";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const SORTS = new Set(["customerName", "scheduledTime", "assignedTime"]);

/** The callback API of a Webex Contact Center organization, as its document describes it. */
export function createWebexFake(clock: Clock, options: FakeOptions = {}): FakeVendor & Pick<WebexFakeWorld, "tasks"> {
  const world = createWebexFakeWorld(clock, options);
  const tokens = createTokens(clock, TOKEN_LIFE_MS, "webex");
  const refreshTokens = new Set(["webex-refresh-0"]);

  const grant = (body: string): Response => {
    const form = new URLSearchParams(body);
    const isKnown =
      form.get("grant_type") === "refresh_token" &&
      form.get("client_id") === CLIENT.clientId &&
      form.get("client_secret") === CLIENT.clientSecret &&
      refreshTokens.has(form.get("refresh_token") ?? "");
    if (!isKnown) return Response.json({ message: "invalid_grant" }, { status: 400 });
    const refreshToken = `webex-refresh-${refreshTokens.size}`;
    refreshTokens.add(refreshToken);
    return Response.json({
      access_token: tokens.grant(),
      expires_in: TOKEN_LIFE_MS / 1000,
      refresh_token: refreshToken,
      refresh_token_expires_in: 7_776_000,
    });
  };

  const write = createWebexFakeWrites(world.records, clock, options.seed ?? 1);
  const actions = createWebexFakeActions(clock, options.seed ?? 1);

  const respondTo = (request: FakeRequest, url: URL): Response => {
    if (url.pathname === TOKEN_PATH) return grant(request.body);
    if (!tokens.isValid(request.headers["authorization"])) return refuse(401);
    if (url.pathname === ACTION_PATH) return actions(request);
    if (url.pathname === WAIT_PATH) return estimateWait(url.searchParams, world.tasks.values());
    if (url.pathname === TASKS_PATH && request.method === "POST") return world.createTask(request.body);
    if (url.pathname === SEARCH_PATH && request.method === "POST") {
      return searchWebexTasks(request.body, world.tasks.values(), clock);
    }
    const [, kind] = DIRECTORY_PATH.exec(url.pathname) ?? [];
    if (kind === "user") return listDirectory(webexFakeUsers(options.count ?? DEMO_COUNT).map(toUser), url);
    if (kind !== undefined) return listDirectory(WEBEX_FAKE_QUEUES, url);
    if (!url.pathname.startsWith(COLLECTION)) return refuse(403);
    if (request.method !== "GET") return write(request, decodeURIComponent(url.pathname.slice(COLLECTION.length + 1)));
    const records = [...world.records.values()].filter((record) => !isWebexCallbackOver(record, clock()));
    if (url.pathname === COLLECTION) return find(records, url.searchParams);
    const id = decodeURIComponent(url.pathname.slice(COLLECTION.length + 1));
    const found = records.find((record) => record["id"] === id);
    return found === undefined ? refuse(404) : Response.json(found);
  };

  return Object.assign(createFaultInjector(respondTo, { clock, ...options, tokenPath: TOKEN_PATH }), {
    ...world,
    setVendorStatus(): void {
      throw new Error("This vendor has no status.");
    },
    vendorStatuses: {},
    corrupt(vendorId: string): void {
      world.records.set(vendorId, { ...world.records.get(vendorId), customerName: { first: "Jane" } });
    },
    tokenLifeMs: TOKEN_LIFE_MS,
    webhook: createWebexFakeWebhook(world.records, WEBHOOK_SECRET),
    revokeTokens: () => tokens.revoke(),
    settings: (baseUrl: string): JsonObject => ({
      baseUrl,
      defaultRegion: "US",
      organizationId: WEBEX_FAKE_ORGANIZATION,
      refresh: { ...CLIENT, refreshToken: "webex-refresh-0", tokenUrl: baseUrl + TOKEN_PATH },
      watch: { agents: [...webexFakeAgents(options.count ?? DEMO_COUNT)] },
      webhook: { secret: WEBHOOK_SECRET },
    }),
  });
}

/** The document has no body for the errors of callbacks. */
function refuse(status: number): Response {
  return new Response(null, { status, headers: { trackingid: "WEBEX_FAKE_1" } });
}

function find(records: readonly JsonObject[], query: URLSearchParams): Response {
  const callbackNumber = query.get("callbackNumber");
  const assigneeAgent = query.get("assigneeAgent");
  const [page, pageSize] = [toInt(query.get("page"), 0), toInt(query.get("pageSize"), 50)];
  const sortBy = query.get("sortBy") ?? "scheduledTime";
  const isRefused =
    (callbackNumber === null && assigneeAgent === null) ||
    (callbackNumber !== null && !/^(?=.{7,15}$)\+?[\d ().-]+$/u.test(callbackNumber)) ||
    (assigneeAgent !== null && !UUID.test(assigneeAgent)) ||
    (sortBy === "assignedTime" && assigneeAgent === null) ||
    !SORTS.has(sortBy) ||
    !(page >= 0 && pageSize >= 1 && pageSize <= 100);
  if (isRefused) return refuse(400);
  const found = records
    .filter((record) => callbackNumber === null || record["callbackNumber"] === callbackNumber)
    .filter((record) => assigneeAgent === null || record["assigneeAgent"] === assigneeAgent)
    .sort((a, b) => compare(sortKey(a, sortBy), sortKey(b, sortBy)));
  if (query.get("sortOrder") === "desc") found.reverse();
  const totalPages = Math.ceil(found.length / pageSize);
  // The links have the vendor's flaws: relative, with an unfilled path template and without the filter.
  const link = (to: number): string =>
    `/v1/callbacks/organization/\${orgId}/scheduled-callback?page=${to}&pageSize=${pageSize}`;
  return Response.json({
    meta: {
      orgId: WEBEX_FAKE_ORGANIZATION,
      page,
      pageSize,
      totalPages,
      totalRecords: found.length,
      links: {
        self: link(page),
        first: link(0),
        last: link(Math.max(0, totalPages - 1)),
        ...(page + 1 < totalPages ? { next: link(page + 1) } : {}),
        ...(page > 0 ? { prev: link(page - 1) } : {}),
      },
    },
    data: found.slice(page * pageSize, (page + 1) * pageSize),
  });
}

/** A page holds 100 by default; `attributes` picks fields. */
function listDirectory(all: readonly object[], { searchParams: query }: URL): Response {
  const [page, pageSize] = [toInt(query.get("page"), 0), toInt(query.get("pageSize"), 100)];
  const { entries, pages } = pageOf(all, page, pageSize);
  const attributes = query.get("attributes")?.split(",") ?? null;
  const pick = (entry: object): object =>
    Object.fromEntries(Object.entries(entry).filter(([name]) => attributes?.includes(name) ?? true));
  const meta = { orgid: WEBEX_FAKE_ORGANIZATION, page, pageSize, totalPages: pages, totalRecords: all.length };
  return Response.json({ meta, data: entries.map(pick) });
}

/** A user has an id of its own, beside that of Common Identity. */
function toUser({ id, name }: FakeEntry): object {
  const [firstName = "", lastName = ""] = name.split(" ");
  return { id: id.replace(/^a/u, "b"), ciUserId: id, firstName, lastName };
}

function toInt(text: string | null, fallback: number): number {
  return text === null ? fallback : /^\d+$/u.test(text) ? Number(text) : Number.NaN;
}

function sortKey(record: JsonObject, sortBy: string): string | number {
  const { customerName } = record;
  if (sortBy === "customerName") return typeof customerName === "string" ? customerName : "";
  return sortBy === "assignedTime" ? Number(record["assignedTime"]) : (webexWindowOf(record)?.start ?? 0);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
