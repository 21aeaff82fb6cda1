import type { Clock } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { FakeRequest } from "../fake/fake.js";
import { NICE_CXONE_FAKE_SKILLS, readFakeTime, type NiceCxoneFakeWorld } from "./fake-world.js";

/** An error in the form of the API. Its texts are guesses. */
export function failure(status: number, error: string, description: string): Response {
  return Response.json({ error, error_description: description, correlationId: "cxone-fake-1" }, { status });
}

/** The names of fields in requests, and in the lists. */
const FIELDS: Readonly<Record<string, string>> = {
  firstName: "firstName",
  lastName: "lastName",
  phoneNumber: "dialNumber",
  skillId: "skillId",
  targetAgentId: "agentId",
  notes: "notes",
};

/** POST, PUT and DELETE of scheduled callbacks. `id` is empty for a new one. */
export function createNiceCxoneFakeWrites(
  world: NiceCxoneFakeWorld,
  clock: Clock,
  timeZone: string | undefined,
): (request: FakeRequest, id: string) => Response {
  return ({ method, body }, id) => {
    const existing = world.callbacks.get(id);
    if (id !== "" && existing === undefined) return failure(404, "not_found", "The callback does not exist.");
    if (method === "DELETE" && id !== "") {
      world.callbacks.delete(id);
      return Response.json({});
    }
    const sent = parse(body);
    if (sent === null || !["POST", "PUT"].includes(method) || (method === "POST") !== (id === "")) {
      return failure(400, "invalid_request", "The request cannot be read.");
    }
    const invalid = invalidField(sent, existing ?? null);
    if (invalid !== null) return failure(400, "invalid_request", `${invalid} is invalid or missing.`);
    const fields = Object.fromEntries(
      Object.entries(FIELDS).flatMap(([name, stored]) => (sent[name] === undefined ? [] : [[stored, sent[name]]])),
    );
    const start = readFakeTime(sent["scheduleDate"], timeZone);
    if (existing === undefined) {
      const names = { firstName: "", lastName: "", notes: null, origNumber: null };
      // The documents have numbers in lists; the response to a new callback has text.
      return Response.json({ callbackId: world.put({ ...names, ...fields }, start ?? clock()) });
    }
    const { agentId } = fields;
    world.change(id, { ...fields, ...(agentId === undefined ? {} : { target: "agent" }) }, start);
    return new Response(null, { status: 200 });
  };
}

/** Returns the name of a field that breaks a rule; null if none does. A change may leave out any field. */
function invalidField(sent: JsonObject, existing: JsonObject | null): string | null {
  const isMissing = (name: string): boolean => sent[name] === undefined || sent[name] === "";
  const isOptional = existing !== null;
  for (const name of ["phoneNumber", "skillId", "scheduleDate"]) {
    if (isMissing(name) && !isOptional) return name;
  }
  if (sent["phoneNumber"] !== undefined && typeof sent["phoneNumber"] !== "string") return "phoneNumber";
  if (sent["skillId"] !== undefined && !isSkill(sent["skillId"])) return "skillId";
  if (sent["scheduleDate"] !== undefined && readFakeTime(sent["scheduleDate"]) === null) return "scheduleDate";
  const { targetAgentId } = sent;
  const isSameAgent = existing !== null && targetAgentId === existing["agentId"];
  return targetAgentId === undefined || isSameAgent || isWhole(targetAgentId) ? null : "targetAgentId";
}

function isSkill(value: JsonValue | undefined): boolean {
  return NICE_CXONE_FAKE_SKILLS.includes(Number(value));
}

function isWhole(value: JsonValue): boolean {
  return typeof value === "number" || (typeof value === "string" && /^\d+$/u.test(value));
}

function parse(body: string): JsonObject | null {
  try {
    const sent: unknown = JSON.parse(body);
    return isJsonObject(sent) ? sent : null;
  } catch {
    return null;
  }
}
