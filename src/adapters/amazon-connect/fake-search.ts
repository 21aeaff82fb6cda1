import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { contactsIn, toSearchSummary } from "./fake-contact.js";

/** The times by which SearchContacts searches that the fake has. */
const TIMES: Readonly<Record<string, string>> = {
  INITIATION_TIMESTAMP: "InitiationTimestamp",
  DISCONNECT_TIMESTAMP: "DisconnectTimestamp",
};
const MOST_RESULTS = 100;

/** Responds to SearchContacts; null for a request that the vendor rejects as invalid. */
export function searchContacts(body: JsonObject, records: Iterable<JsonObject>): JsonObject | null {
  const { TimeRange: range, SearchCriteria: criteria = {}, MaxResults: size = MOST_RESULTS, NextToken: token } = body;
  if (!isJsonObject(range) || !isJsonObject(criteria)) return null;
  const { Type: type, StartTime: start, EndTime: end } = range;
  const name = typeof type === "string" ? TIMES[type] : undefined;
  const isValid = typeof start === "number" && typeof end === "number" && start < end;
  if (name === undefined || !isValid || typeof size !== "number" || size < 1 || size > MOST_RESULTS) return null;
  const { InitiationMethods: methods } = criteria;
  const at = (contact: JsonObject): number => Number(contact[name] ?? Number.NaN);
  const found = [...records]
    .flatMap((record) => contactsIn(record))
    .filter((contact) => isSearchable(contact) && at(contact) >= start && at(contact) <= end)
    .filter(({ InitiationMethod: method = "" }) => !Array.isArray(methods) || (methods as JsonValue[]).includes(method))
    .toSorted((a, b) => at(b) - at(a));
  const offset = typeof token === "string" ? Number(Buffer.from(token, "base64url").toString()) : 0;
  const next = offset + size;
  return {
    Contacts: found.slice(offset, next).map(toSearchSummary),
    TotalCount: found.length,
    ...(next < found.length ? { NextToken: Buffer.from(String(next)).toString("base64url") } : {}),
  };
}

/** By the page "Search for contacts", callbacks that wait are left out: only those with an agent, or ended, are found. */
function isSearchable({ AgentInfo: agent, DisconnectTimestamp: endedAt }: JsonObject): boolean {
  return agent !== undefined || endedAt !== undefined;
}
