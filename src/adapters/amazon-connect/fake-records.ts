import { isJsonObject, type JsonObject } from "../../lib/json.js";
import { contactsIn, lastContact, textOf } from "./fake-contact.js";

/** The callbacks of the fake. A record holds all contacts of a callback: the first one's fields, and the others inside. */
export interface FakeRecords {
  readonly records: Map<string, JsonObject>;
  /** Stores a record, and notes which of its contacts changed. Returns its id. */
  readonly put: (record: JsonObject) => string;
  /** Returns the record that holds a contact. */
  readonly recordOf: (contactId: string) => JsonObject | undefined;
  /** Returns a contact; null if there is none. */
  find(contactId: string): JsonObject | null;
  /** Returns the records of all callbacks that were requested in the same contact. */
  treeOf(contactId: string): readonly JsonObject[];
  /** Takes the ids of the contacts that changed since the last call. */
  takeChanged(): readonly string[];
}

export function createFakeRecords(): FakeRecords {
  const records = new Map<string, JsonObject>();
  /** By contact id, the id of the record that holds it; by the id of a request's contact, those of its records. */
  const owners = new Map<string, string>();
  const requested = new Map<string, Set<string>>();
  const changed: string[] = [];
  const recordOf = (contactId: string): JsonObject | undefined => records.get(owners.get(contactId) ?? contactId);
  return {
    records,
    put(record) {
      const id = textOf(record["Id"]);
      const contacts = contactsIn(record);
      for (const contact of contacts) owners.set(textOf(contact["Id"]), id);
      const initialId = textOf(record["InitialContactId"]);
      requested.set(initialId, (requested.get(initialId) ?? new Set()).add(id));
      records.set(id, record);
      changed.push(textOf(lastContact(record)["Id"]));
      // A contact that ended when another began has an event of its own.
      const previous = contacts.at(-2);
      if (previous !== undefined) changed.push(textOf(previous["Id"]));
      return id;
    },
    recordOf,
    find(contactId) {
      const record = recordOf(contactId);
      const contacts = record === undefined ? [] : contactsIn(record);
      return contacts.find(({ Id: id }) => id === contactId) ?? null;
    },
    treeOf(contactId) {
      const record = recordOf(contactId);
      if (record === undefined) return [];
      const ids = requested.get(textOf(record["InitialContactId"])) ?? [textOf(record["Id"])];
      return [...ids].map((id) => records.get(id)).filter(isJsonObject);
    },
    takeChanged: () => changed.splice(0),
  };
}
