import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { pageOf } from "../fake/directory.js";
import type { FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createTokens } from "../fake/tokens.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { basicHeader } from "../http/credentials.js";
import { createTalkdeskFakeWorld, TALKDESK_FAKE_DIRECTORY } from "./fake-world.js";
import { createAtTalkdeskFake, createDirectAtTalkdeskFake, createTalkdeskFakeWrites } from "./fake-writes.js";
import { TALKDESK_STATUSES } from "./mapping.js";

const TOKEN_PATH = "/oauth/token";
const TOKEN_LIFE_MS: DurationMs = 600_000;
const LIST_PATH = "/schedule-callbacks";
const DIRECT_PATH = "/calls/callback";
const CLIENT = { clientId: "talkdesk-fake-client", clientSecret: "talkdesk-client-secret" };
/** Filters that are equal to a field. The document also limits ids to 35 characters and shows longer ones: not enforced. */
const FILTERS = ["campaign_id", "contact_id", "phone_number", "record_id", "status", "time_to_call"];
const MOST = 500;
const DIRECTORY: Readonly<Record<string, keyof typeof TALKDESK_FAKE_DIRECTORY>> = {
  "/users": "users",
  "/ccaas/queues": "queues",
  "/campaigns": "campaigns",
};

/** The scheduled callback API of a Talkdesk account, as its documents describe it. */
export function createTalkdeskFake(clock: Clock, options: FakeOptions = {}): FakeVendor {
  const world = createTalkdeskFakeWorld(clock, options);
  const tokens = createTokens(clock, TOKEN_LIFE_MS, "talkdesk");
  const scopesByToken = new Map<string, ReadonlySet<string>>();
  const write = createTalkdeskFakeWrites(world.records, clock, refuse);

  const grant = ({ headers, body }: FakeRequest): Response => {
    const isKnown = headers["authorization"] === basicHeader(CLIENT.clientId, CLIENT.clientSecret);
    const form = new URLSearchParams(body);
    if (!isKnown) return Response.json({ error: "invalid_client", error_description: "" }, { status: 401 });
    if (form.get("grant_type") !== "client_credentials") {
      return Response.json({ error: "unsupported_grant_type", error_description: "" }, { status: 400 });
    }
    const scope = form.get("scope");
    const token = tokens.grant();
    scopesByToken.set(`Bearer ${token}`, new Set(scope?.split(" ")));
    return Response.json({
      access_token: token,
      token_type: "Bearer",
      expires_in: TOKEN_LIFE_MS / 1000,
      scope,
    });
  };

  const respondTo = (request: FakeRequest, url: URL): Response => {
    if (url.pathname === TOKEN_PATH) return grant(request);
    if (!tokens.isValid(request.headers["authorization"])) return refuse(401, "0140011", "Unauthorized");
    const scopes = scopesByToken.get(request.headers["authorization"] ?? "") ?? new Set();
    const directory = DIRECTORY[url.pathname];
    if (request.method === "GET" && directory !== undefined) {
      if (!scopes.has(`${directory}:read`)) return refuse(403, "0140003", "Forbidden");
      return listDirectory(directory, url.searchParams);
    }
    if (url.pathname.startsWith(`${LIST_PATH}/`)) {
      if (!scopes.has("schedule-callbacks:write")) return refuse(403, "0140003", "Forbidden");
      return write(request, decodeURIComponent(url.pathname.slice(LIST_PATH.length + 1)));
    }
    if (request.method === "POST" && url.pathname === DIRECT_PATH) {
      if (!scopes.has("callback:write")) return refuse(403, "0140003", "Forbidden");
      return createDirectAtTalkdeskFake(request.body, refuse);
    }
    if (request.method === "POST" && url.pathname === LIST_PATH) {
      if (!scopes.has("schedule-callbacks:write")) return refuse(403, "0140003", "Forbidden");
      return createAtTalkdeskFake(world, clock, request.body, refuse);
    }
    if (request.method !== "GET" || url.pathname !== LIST_PATH) return refuse(404, "0140004", "Not found");
    return list([...world.records.values()], url.searchParams);
  };

  return Object.assign(createFaultInjector(respondTo, { clock, ...options, tokenPath: TOKEN_PATH }), {
    ...world,
    vendorStatuses: TALKDESK_STATUSES,
    corrupt(vendorId: string): void {
      world.records.set(vendorId, { ...world.records.get(vendorId), record_first_name: { first: "Jane" } });
    },
    tokenLifeMs: TOKEN_LIFE_MS,
    revokeTokens: () => tokens.revoke(),
    settings: (baseUrl: string): JsonObject => ({ baseUrl, auth: { ...CLIENT, tokenUrl: baseUrl + TOKEN_PATH } }),
  });
}

function refuse(status: number, code: string, message: string, fields: readonly string[] = []): Response {
  const described = fields.map((name) => ({ name, description: "is invalid" }));
  return Response.json({ code, message, fields: described }, { status });
}

function list(records: readonly JsonObject[], query: URLSearchParams): Response {
  const [page, perPage] = [toInt(query.get("page")), toInt(query.get("per_page"))];
  if (!(page >= 1 && page <= MOST && perPage >= 1 && perPage <= MOST)) {
    return refuse(400, "0140000", "page and per_page are 1 to 500");
  }
  const found = records.filter((record) => isFound(record, query));
  const pages = Math.ceil(found.length / perPage);
  const embedded = found.slice((page - 1) * perPage, page * perPage);
  const link = (to: number): JsonObject => ({ href: `${LIST_PATH}?page=${to}&per_page=${perPage}` });
  return Response.json({
    total_page: pages,
    total: found.length,
    page,
    per_page: perPage,
    count: embedded.length,
    // "prev" is required, on the first page too; "next" is not listed at all.
    _links: { self: link(page), first: link(1), last: link(Math.max(1, pages)), prev: link(Math.max(1, page - 1)) },
    _embedded: { callbacks: embedded },
  });
}

/** A page holds 20 by default, and at most 100. */
function listDirectory(name: keyof typeof TALKDESK_FAKE_DIRECTORY, query: URLSearchParams): Response {
  const all = TALKDESK_FAKE_DIRECTORY[name];
  const [page, perPage] = [toInt(query.get("page")), Number(query.get("per_page") ?? 20)];
  if (!(page >= 1 && perPage >= 1 && perPage <= 100)) return refuse(400, "0140000", "per_page is 1 to 100");
  const { entries, pages } = pageOf(all, page - 1, perPage);
  const counts = { total: all.length, count: entries.length, page, per_page: perPage };
  // The document of campaigns has another name of the number of pages, and that of queues none.
  const pageCount = name === "users" ? { total_pages: pages } : name === "campaigns" ? { total_page: pages } : {};
  return Response.json({ ...counts, ...pageCount, _embedded: { [name]: entries } });
}

/** Both default to 1 where the document lists the parameters. */
function toInt(text: string | null): number {
  return text === null ? 1 : /^\d+$/u.test(text) ? Number(text) : Number.NaN;
}

function isFound(record: JsonObject, query: URLSearchParams): boolean {
  const agents = query.get("agent_id")?.split(",");
  const isOfAgents = agents === undefined || agents.some((agent) => agent === record["agent_id"]);
  return isOfAgents && FILTERS.every((name) => !query.has(name) || query.get(name) === record[name]);
}
