import type { Clock } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { findZone } from "../../domain/time/zone.js";
import type { FakeRequest } from "../fake/fake.js";
import type { TalkdeskFakeWorld } from "./fake-world.js";

const FINAL: readonly unknown[] = ["SUCCESS", "EXHAUSTED", "CANCELED", "INVALID_NUMBER"];
const ASSIGN_TYPES: readonly unknown[] = [
  "MYSELF_ONLY",
  "SPECIFIC_AGENT",
  "SPECIFIC_RING_GROUP",
  "MYSELF_IF_AVAILABLE",
  "ANY_ELIGIBLE_AGENT",
];
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/u;

type Refuse = (status: number, code: string, message: string, fields?: readonly string[]) => Response;

/** "Update a Callback" and "Cancel a Callback". The rejection for an ended callback is a guess. */
export function createTalkdeskFakeWrites(
  records: Map<string, JsonObject>,
  clock: Clock,
  refuse: Refuse,
): (request: FakeRequest, id: string) => Response {
  return ({ method, body }, id) => {
    const record = records.get(id);
    if (record === undefined) return refuse(404, "0140004", "Not found");
    if (method !== "PATCH" && method !== "DELETE") return refuse(405, "0140005", "Method not allowed");
    if (FINAL.includes(record["status"])) return refuse(400, "0140009", "The callback is over", ["status"]);
    if (method === "DELETE") {
      records.set(id, { ...record, status: "CANCELED" });
      return new Response(null, { status: 204 });
    }
    const patch = parse(body);
    const wrong = patch === null ? ["body"] : patch.flatMap((step) => wrongField(step, clock()));
    if (patch === null || wrong.length > 0) return refuse(400, "0140000", "The fields are invalid", wrong);
    const changed = Object.assign({}, record, ...patch.map(changeOf)) as JsonObject;
    records.set(id, changed);
    return Response.json(toSingle(changed));
  };
}

/**
 * "[Preview] Scheduling Callbacks via API": the help article lists what is required, and shows no request. Names and path are
 * guesses, as is the response.
 */
export function createAtTalkdeskFake(
  world: Pick<TalkdeskFakeWorld, "records" | "add">,
  clock: Clock,
  body: string,
  refuse: Refuse,
): Response {
  const sent = readJson(body);
  if (!isJsonObject(sent)) return refuse(400, "0140000", "The body is invalid", ["body"]);
  const { phone_number: number, scheduled_time_to_call: at, timezone, assign_type: assignType } = sent;
  const hasAssignee = assignType === "SPECIFIC_AGENT" ? isList(sent["agents"]) : isList(sent["ring_groups"]);
  const wrong = [
    ...(isAllowed("/phoneNumber", number, 0) ? [] : ["phone_number"]),
    ...(isAllowed("/timeToCall", at, clock()) ? [] : ["scheduled_time_to_call"]),
    ...(isAllowed("/timezone", timezone, 0) ? [] : ["timezone"]),
    ...(isAllowed("/assignType", assignType, 0) && hasAssignee ? [] : ["assign_type"]),
    ...(typeof sent["caller_id"] === "string" ? [] : ["caller_id"]),
    ...(sent["dialing_model"] === "PREVIEW" ? [] : ["dialing_model"]),
  ];
  const isTyped = typeof number === "string" && typeof at === "string" && typeof timezone === "string";
  if (!isTyped || wrong.length > 0) return refuse(400, "0140000", "The fields are invalid", wrong);
  const id = world.add({ phoneNumber: number, start: Date.parse(at), timeZone: timezone });
  const { agents, ring_groups, notes: _, scheduled_time_to_call: __, ...rest } = sent;
  const [agent] = Array.isArray(agents) ? (agents as readonly JsonValue[]) : [];
  const { record_first_name: ___, record_last_name: ____, ...record } = world.records.get(id) ?? {};
  const agentId = isJsonObject(agent) ? { agent_id: agent["agent_id"] ?? null } : {};
  world.records.set(id, { ...record, ...rest, ...agentId });
  return Response.json({ ...toSingle({ ...record, ...rest }), agents, ring_groups }, { status: 201 });
}

/** "New Direct Callback". Nothing of it is in the list of scheduled callbacks. */
export function createDirectAtTalkdeskFake(body: string, refuse: Refuse): Response {
  const sent = readJson(body);
  const wrong = ["talkdesk_phone_number", "contact_phone_number"].filter(
    (name) => !isJsonObject(sent) || !isAllowed("/phoneNumber", sent[name], 0),
  );
  return wrong.length > 0
    ? refuse(422, "0140022", "The fields are invalid", wrong)
    : new Response(null, { status: 204 });
}

function isList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function parse(body: string): JsonObject[] | null {
  const sent = readJson(body);
  return Array.isArray(sent) && sent.length > 0 && sent.every(isJsonObject) ? sent : null;
}

function wrongField({ op, path, value }: JsonObject, now: number): string[] {
  const isRight = op === "replace" && typeof path === "string" && isAllowed(path, value, now);
  return isRight ? [] : [typeof path === "string" ? path.slice(1) : "path"];
}

function isAllowed(path: string, value: JsonValue | undefined, now: number): boolean {
  switch (path) {
    case "/timeToCall":
      return typeof value === "string" && ISO.test(value) && Date.parse(value) > now;
    case "/timezone":
      return typeof value === "string" && findZone(value) !== null;
    case "/phoneNumber":
      return typeof value === "string" && /^\+\d{7,15}$/u.test(value);
    case "/assignType":
      return ASSIGN_TYPES.includes(value);
    case "/agents":
      return Array.isArray(value) && value.every((agent) => typeof agent === "string" && agent !== "");
    default:
      return false;
  }
}

function changeOf({ path, value = null }: JsonObject): JsonObject {
  if (path === "/timeToCall") return { time_to_call: value, next_time_to_call: value };
  if (path === "/timezone") return { timezone: value };
  if (path === "/phoneNumber") return { phone_number: value };
  if (path === "/assignType") return { assign_type: value };
  return { agent_id: Array.isArray(value) ? ((value as readonly JsonValue[])[0] ?? null) : null };
}

/** The single object differs from the list's element in the names of some fields. */
function toSingle({ time_to_call, agent_id, ...rest }: JsonObject): JsonObject {
  return {
    ...rest,
    scheduled_time_to_call: time_to_call ?? null,
    ...(agent_id === undefined ? {} : { agents: [{ agent_id }] }),
  };
}
