import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import { createBoundedMap } from "../../lib/cache.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import type { CallOptions, MappingContext, VendorPage } from "../adapter.js";
import { completePage, NOTHING, readRows, type RowReader } from "../wire/vendor-page.js";
import { chainOf } from "./chain.js";
import type { AmazonConnectClient } from "./client.js";
import { readContact } from "./contact.js";
import { CALLBACK, mayBeCallback } from "./words.js";

export interface CallbackReaderOptions {
  readonly client: AmazonConnectClient;
  readonly reader: RowReader;
  readonly mapping: MappingContext;
  readonly clock: Clock;
  /** The contact attributes to keep. */
  readonly attributes: readonly string[];
  /** How far back the first search reaches. */
  readonly lookBackMs: DurationMs;
}

/** Reads callbacks, which consist of one or more contacts. */
export interface CallbackReader {
  /** Returns the callback that a contact belongs to, also under the id of a later contact. */
  readonly get: (contactId: string, options: CallOptions) => Promise<VendorPage>;
  /** Returns the callbacks whose contacts ended since the last search, as far as they were not read since. */
  readonly listEnded: (options: CallOptions) => AsyncGenerator<VendorPage>;
}

/** A search begins this long before the previous one: search results come late, and clocks differ. */
const OVERLAP_MS: DurationMs = 3_600_000;
const SEARCH_SIZE = 100;
const MAX_PAGES = 1000;
/** Contacts of one callback that are described; of more, the latest. */
const MOST_CONTACTS = 20;
/** Entries of each memory: callbacks of a large tenant in two days. */
const MOST_REMEMBERED = 50_000;
const MOST_CONTACTS_HELD = 2000;

export function createCallbackReader(options: CallbackReaderOptions): CallbackReader {
  const { client, reader, mapping, clock, attributes, lookBackMs } = options;
  /** The first contacts of callbacks, with the summary of the contact in which each was requested. */
  const firsts = createBoundedMap<string, { readonly initial: JsonObject | null }>("connect_callbacks", {
    maxEntries: MOST_REMEMBERED,
  });
  /** Contacts that were read after they had ended: a search need not have them read again. */
  const ended = createBoundedMap<string, true>("connect_ended_contacts", { maxEntries: MOST_REMEMBERED });
  /** Contacts that have ended and were followed by another: they no longer change. */
  const superseded = createBoundedMap<string, JsonObject>("connect_contacts", { maxEntries: MOST_CONTACTS_HELD });
  let searchedAt: Instant | null = null;

  const describe = async (
    contactId: string,
    call: CallOptions,
  ): Promise<{ readonly contact: JsonObject | null; readonly stamp: RequestStamp }> => {
    const { contact, stamp } = await client.describe(contactId, call);
    return { contact: contact === null ? null : withAttributes(contact, attributes), stamp };
  };

  /** Describes the contacts of a callback, beside the one that was described already. */
  const describeOthers = async (
    ids: readonly string[],
    own: { readonly id: string; readonly contact: JsonObject },
    call: CallOptions,
  ): Promise<readonly JsonObject[]> => {
    const contacts: JsonObject[] = [];
    for (const [index, id] of ids.entries()) {
      const known = id === own.id ? own.contact : superseded.get(id);
      const contact = known ?? (await describe(id, call)).contact;
      if (contact === null) continue;
      contacts.push(contact);
      const { endedAt } = readContact(contact);
      if (endedAt === null) continue;
      ended.set(id, true);
      if (index < ids.length - 1) superseded.set(id, contact);
    }
    return contacts;
  };

  const read = async (contactId: string, call: CallOptions): Promise<VendorPage> => {
    const { contact, stamp } = await describe(contactId, call);
    if (contact === null) return NOTHING;
    const { id, method, endedAt, agent } = readContact(contact);
    if (!mayBeCallback(method)) return NOTHING;
    const known = firsts.get(contactId);
    const isWaiting = endedAt === null && agent === null && method === CALLBACK;
    // A contact that waits has no successor: the tree holds nothing new.
    if (known !== undefined && isWaiting) return toPage(compose([contact], known.initial), stamp);
    const chain = id === null ? null : chainOf(contact, await client.associated(contactId, call));
    if (id === null || chain === null) return toPage(contact, stamp);
    const [first, ...rest] = chain.ids;
    const ids = [first, ...rest.slice(-(MOST_CONTACTS - 1))];
    const contacts = await describeOthers(ids, { id, contact }, call);
    firsts.set(first, { initial: chain.initial });
    return toPage(compose(contacts, chain.initial), stamp);
  };

  const toPage = (record: JsonObject, stamp: RequestStamp): VendorPage =>
    completePage(readRows([record], reader, mapping, stamp));

  return {
    get: read,
    async *listEnded(call) {
      const now = clock();
      const since = searchedAt === null ? Number.NEGATIVE_INFINITY : searchedAt - OVERLAP_MS;
      const range = { start: Math.max(now - lookBackMs, since), end: now, size: SEARCH_SIZE };
      let token: string | null = null;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const found = await client.searchEnded({ ...range, token }, call);
        const ids = found.contacts.flatMap((summary) => readContact(summary).id ?? []);
        for (const id of ids) {
          // Another contact of the same callback may have had it read meanwhile.
          if (!ended.has(id)) yield { ...(await read(id, call)), isComplete: false };
          ended.set(id, true);
        }
        token = found.nextToken;
        if (token === null) break;
      }
      if (token === null) searchedAt = now;
      yield { ...NOTHING, isComplete: token === null };
    },
  };
}

/** Makes the record of a callback: its first contact, and the contacts that followed. */
function compose(contacts: readonly JsonObject[], initial: JsonObject | null): JsonObject {
  const [first = {}, ...following] = contacts;
  return {
    ...first,
    ...(initial === null ? {} : { InitialContact: initial }),
    ...(following.length === 0 ? {} : { FollowingContacts: following }),
  };
}

/** Drops the contact attributes that the settings do not name: flows keep customers' data in them. */
function withAttributes(contact: JsonObject, names: readonly string[]): JsonObject {
  const { Attributes: attributes, ...rest } = contact;
  if (!isJsonObject(attributes)) return contact;
  const kept = Object.entries(attributes).filter(([name]) => names.includes(name));
  return kept.length === 0 ? rest : { ...rest, Attributes: Object.fromEntries(kept) };
}
