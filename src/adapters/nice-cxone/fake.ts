import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { FakeCallback, FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { createRandom } from "../fake/random.js";
import { createTokens } from "../fake/tokens.js";
import { DEMO_COUNT } from "../fake/world.js";
import { basicHeader } from "../http/credentials.js";
import { findRowId } from "../wire/vendor-page.js";
import {
  createNiceCxoneFakeWorld,
  NICE_CXONE_FAKE_DIRECTORY,
  NICE_CXONE_FAKE_SKILLS,
  type NiceCxoneFakeZone,
} from "./fake-world.js";
import { createNiceCxoneFakeWrites, failure } from "./fake-writes.js";

const TOKEN_PATH = "/auth/token";
const ACCESS_KEY_PATH = "/authentication/v1/token/access-key";
const TOKEN_LIFE_MS: DurationMs = 3_600_000;
const PREFIX = "/inContactAPI";
const COLLECTION = /^\/inContactAPI\/services\/v\d+\.\d+\/scheduled-callbacks(?:\/([^/]+))?$/u;
const LIST = /^\/inContactAPI\/services\/v\d+\.\d+\/(skills|agents)\/([^/]+)\/scheduled-callbacks$/u;
const DIRECTORY = /^\/inContactAPI\/services\/v\d+\.\d+\/(skills|agents)$/u;
const CLIENT = { clientId: "cxone-fake-client", clientSecret: "cxone-fake-client-secret" };
// The sign of equality has to be encoded in a form.
const ACCESS_KEY = { accessKeyId: "CXONEFAKEKEY", accessKeySecret: "cxone-fake-key-secret==" };

/** How business units of the fake differ. */
export interface NiceCxoneFakeOptions extends FakeOptions, NiceCxoneFakeZone {
  /** True for the endpoint that takes the access key alone, as JSON, and names no host. Default false. */
  readonly isAccessKeyAlone?: boolean;
}

/** The scheduled callbacks of a business unit. Rules that no document states are guesses; see the README. */
export function createNiceCxoneFake(clock: Clock, options: NiceCxoneFakeOptions = {}): FakeVendor {
  const { seed = 1, count = DEMO_COUNT, timeZone = "America/Chicago", isAccessKeyAlone = false } = options;
  const world = createNiceCxoneFakeWorld(createRandom(seed), clock, { ...options, count });
  const { callbacks } = world;
  const tokens = createTokens(clock, TOKEN_LIFE_MS, "cxone");
  const write = createNiceCxoneFakeWrites(world, clock, timeZone);
  const tokenPath = isAccessKeyAlone ? ACCESS_KEY_PATH : TOKEN_PATH;

  const grant = ({ headers, body }: FakeRequest, { origin }: URL): Response => {
    const isGranted = isAccessKeyAlone ? isAccessKey(body) : isPasswordGrant(headers["authorization"], body);
    if (!isGranted) return failure(401, "invalid_client", "The access key is not valid.");
    const token = { access_token: tokens.grant(), token_type: "Bearer", expires_in: TOKEN_LIFE_MS / 1000 };
    return Response.json(
      isAccessKeyAlone ? token : { ...token, resource_server_base_uri: `${origin}${PREFIX}/`, bus_no: 4_600_001 },
    );
  };

  const listOf = (kind: string, id: string): Response => {
    if (kind === "skills" && !NICE_CXONE_FAKE_SKILLS.includes(Number(id))) {
      return failure(404, "not_found", `The skill ${id} does not exist.`);
    }
    const field = kind === "skills" ? "skillId" : "agentId";
    return Response.json({ callbacks: [...callbacks.values()].filter((record) => findRowId(record, [field]) === id) });
  };

  const respondTo = (request: FakeRequest, url: URL): Response => {
    if (url.pathname === tokenPath) return grant(request, url);
    if (!tokens.isValid(request.headers["authorization"])) {
      return failure(401, "invalid_token", "The token is not valid.");
    }
    const [, kind, id = ""] = LIST.exec(url.pathname) ?? [];
    if (kind !== undefined && request.method === "GET") return listOf(kind, decodeURIComponent(id));
    const [, list] = DIRECTORY.exec(url.pathname) ?? [];
    if (list !== undefined && request.method === "GET") return listDirectory(list, url.searchParams);
    const [path, callbackId = ""] = COLLECTION.exec(url.pathname) ?? [];
    // There is no way to get a single one.
    if (path === undefined || request.method === "GET") return failure(404, "not_found", "There is no such resource.");
    return write(request, decodeURIComponent(callbackId));
  };

  return Object.assign(createFaultInjector(respondTo, { clock, ...options, tokenPath }), {
    records: callbacks,
    add: (callback: FakeCallback) => world.add(callback),
    setVendorStatus(): void {
      throw new Error("This vendor has no status.");
    },
    vendorStatuses: {},
    corrupt(vendorId: string): void {
      callbacks.set(vendorId, { ...callbacks.get(vendorId), firstName: { first: "Jane" } });
    },
    tokenLifeMs: TOKEN_LIFE_MS,
    revokeTokens: () => tokens.revoke(),
    settings: (baseUrl: string): JsonObject => ({
      baseUrl: baseUrl + PREFIX,
      defaultRegion: "US",
      auth: { ...ACCESS_KEY, ...(isAccessKeyAlone ? {} : CLIENT), tokenUrl: baseUrl + tokenPath },
      skills: [...NICE_CXONE_FAKE_SKILLS],
      timeZone,
    }),
    advance: (now: number) => world.advance(now),
  });
}

/** How its lists are paged is a guess. */
function listDirectory(list: string, query: URLSearchParams): Response {
  const all = list === "skills" ? NICE_CXONE_FAKE_DIRECTORY.skills : NICE_CXONE_FAKE_DIRECTORY.agents;
  const skip = Number(query.get("skip") ?? 0);
  const rows = all.slice(skip, skip + Number(query.get("top") ?? 10_000)).map(({ id, name }) => {
    const [firstName = "", lastName = ""] = name.split(" ");
    return list === "skills" ? { skillId: Number(id), skillName: name } : { agentId: Number(id), firstName, lastName };
  });
  return Response.json({ totalRecords: all.length, [list]: rows });
}

function isPasswordGrant(authorization: string | undefined, body: string): boolean {
  const form = new URLSearchParams(body);
  return (
    authorization === basicHeader(CLIENT.clientId, CLIENT.clientSecret) &&
    // A bare "=" in the secret is rejected.
    !body.includes("==") &&
    form.get("grant_type") === "password" &&
    form.get("username") === ACCESS_KEY.accessKeyId &&
    form.get("password") === ACCESS_KEY.accessKeySecret
  );
}

function isAccessKey(body: string): boolean {
  return body === JSON.stringify(ACCESS_KEY);
}
