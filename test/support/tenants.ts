import type { Answered } from "./ask.js";
import { authOf, type TestKey } from "./access.js";
import { encodeId } from "../../src/domain/id.js";
import { startWorld, type World } from "./world.js";

/** The source with the callback, and one that belongs to another tenant. */
export const OWN = "talkdesk";
export const OTHER = "webex";
export const NUMBER = "+14155550123";
const ALL = ["callbacks:read", "callbacks:write", "pii:read"];
export const KEYS = {
  owner: { id: "owner", key: "key of the owner", scopes: ALL, sources: [OWN] },
  stranger: { id: "stranger", key: "key of another tenant", scopes: ALL, sources: [OTHER] },
  everywhere: { id: "everywhere", key: "key of the operator", scopes: ALL, sources: "*" },
  masked: { id: "masked", key: "key without people", scopes: ["callbacks:read"], sources: "*" },
  writer: { id: "writer", key: "key without reading", scopes: ["callbacks:write"], sources: "*" },
  nobody: { id: "nobody", key: "key of no source", scopes: ALL, sources: [] },
} satisfies Record<string, TestKey>;
/** A caller of `KEYS`. */
export type Who = keyof typeof KEYS;

/** A gateway of several tenants, and what its callers are answered. */
export interface TenantWorld extends World {
  /** The callback of `OWN`, which the gateway knows from the start. */
  readonly id: string;
  readonly vendorId: string;
  post(headers: Record<string, string>, query: string, variables?: object): Promise<Response>;
  as(who: Who, query: string, variables?: object): Promise<Answered<Record<string, unknown>>>;
}

/** A gateway that knows `KEYS` and has one callback, of `NUMBER` at `OWN`. */
export async function startTenantWorld(): Promise<TenantWorld> {
  const world = await startWorld({
    settings: { auth: authOf(...Object.values(KEYS)), responses: { cacheTtlMs: 60_000 } },
  });
  const vendorId = world.fakes[OWN]?.add({ phoneNumber: NUMBER, start: world.time.now + 3_600_000 }) ?? "";
  const post: TenantWorld["post"] = (headers, query, variables = {}) =>
    fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query, variables }),
    });
  const as: TenantWorld["as"] = async (who, query, variables) =>
    (await (await post({ "x-api-key": KEYS[who].key }, query, variables)).json()) as Answered<Record<string, unknown>>;
  // Whatever a stranger is answered later, the gateway knows the callback by now.
  const { data } = await as("owner", "{ callbacks { totalCount } }");
  if (JSON.stringify(data) !== '{"callbacks":{"totalCount":1}}') throw new Error("The callback is not known.");
  return { ...world, id: encodeId("Callback", OWN, vendorId), vendorId, post, as };
}

/** The codes of the errors of an answer. */
export const codesOf = ({ errors = [] }: Answered<unknown>): unknown[] =>
  errors.map(({ extensions }) => extensions?.code);
