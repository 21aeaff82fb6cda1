import type { Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";

/** The fields that ListAssociatedContacts has of a contact. */
const SUMMARY_FIELDS = [
  "InitiationTimestamp",
  "DisconnectTimestamp",
  "InitialContactId",
  "PreviousContactId",
  "RelatedContactId",
  "InitiationMethod",
  "Channel",
];
/** The fields of a record that belong to other contacts. */
const OTHERS = ["InitialContact", "FollowingContacts"];

/** Seconds since the epoch with a fraction, as the API has times. */
export function seconds(at: Instant): number {
  return at / 1000;
}

/** Returns a field that is text; "" for anything else. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Returns the contacts of a record, in the order of time. The record is its first contact, with the others inside. */
export function contactsIn(record: JsonObject): readonly [JsonObject, ...JsonObject[]] {
  const { FollowingContacts: following } = record;
  const first = Object.fromEntries(Object.entries(record).filter(([name]) => !OTHERS.includes(name)));
  return [first, ...(Array.isArray(following) ? (following as readonly JsonValue[]).filter(isJsonObject) : [])];
}

/** Returns the last contact of a record: the one that lives on. */
export function lastContact(record: JsonObject): JsonObject {
  return contactsIn(record).at(-1) ?? {};
}

/** Returns a record whose last contact has these fields. */
export function changeLast(record: JsonObject, fields: JsonObject): JsonObject {
  const [, ...following] = contactsIn(record);
  const last = following.pop();
  if (last === undefined) return { ...record, ...fields };
  return { ...record, FollowingContacts: [...following, { ...last, ...fields }] };
}

/** Returns a record with another contact at its end, linked to the last one. */
export function addContact(record: JsonObject, contact: JsonObject): JsonObject {
  const [, ...following] = contactsIn(record);
  const { Id: previousId = "" } = lastContact(record);
  return { ...record, FollowingContacts: [...following, { ...contact, PreviousContactId: previousId }] };
}

/** Returns the record without what followed its first contact. */
export function firstAlone(record: JsonObject): JsonObject {
  const { FollowingContacts: _, ...rest } = record;
  return rest;
}

/** A contact as ListAssociatedContacts shows it. */
export function toSummary(contact: JsonObject): JsonObject {
  const fields = SUMMARY_FIELDS.flatMap((name) =>
    contact[name] === undefined ? [] : [[name, contact[name]] as const],
  );
  return { ContactId: contact["Id"] ?? null, ContactArn: contact["Arn"] ?? null, ...Object.fromEntries(fields) };
}

/** A contact as SearchContacts shows it: without the customer's number and the reason of its end. */
export function toSearchSummary(contact: JsonObject): JsonObject {
  const { QueueInfo = {}, AgentInfo = {} } = contact;
  const { ContactId, ContactArn, ...summary } = toSummary(contact);
  return { Arn: ContactArn ?? null, Id: ContactId ?? null, ...summary, QueueInfo, AgentInfo };
}
