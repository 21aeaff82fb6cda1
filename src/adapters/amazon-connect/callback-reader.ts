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

/** A contact, and when it was requested. */
interface Described {
  readonly contact: JsonObject;
  readonly stamp: RequestStamp;
}

/** A search begins this long before the previous one: search results come late, and clocks differ. */
const OVERLAP_MS: DurationMs = 3_600_000;
const SEARCH_SIZE = 100;
const MAX_PAGES = 1000;
/** Contacts of one callback that are described; of more, the latest. */
const MOST_CONTACTS = 20;
/** A callback that goes on while it is read is listed so often at most. */
const MOST_LISTS = 3;
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
  const superseded = createBoundedMap<string, Described>("connect_contacts", { maxEntries: MOST_CONTACTS_HELD });
  let searchedAt: Instant | null = null;

  const describe = async (contactId: string, call: CallOptions): Promise<Described | null> => {
    const { contact, stamp } = await client.describe(contactId, call);
    return contact === null ? null : { contact: withAttributes(contact, attributes), stamp };
  };

  /** Describes one contact of a callback. One that another followed has ended: it is read again if it was open before. */
  const describeOne = async (
    id: string,
    { own, isLast }: { readonly own: Described | null; readonly isLast: boolean },
    call: CallOptions,
  ): Promise<Described | null> => {
    const isUsable = own !== null && (isLast || readContact(own.contact).endedAt !== null);
    const known = isUsable ? own : (superseded.get(id) ?? null);
    return known ?? (await describe(id, call)) ?? own;
  };

  /** Describes the contacts of a callback. Its state is that of the last one, and so is the time of the observation. */
  const describeAll = async (
    ids: readonly string[],
    own: Described & { readonly id: string },
    call: CallOptions,
  ): Promise<{ readonly contacts: readonly JsonObject[]; readonly stamp: RequestStamp }> => {
    const contacts: JsonObject[] = [];
    let { stamp } = own;
    for (const [index, id] of ids.entries()) {
      const isLast = index === ids.length - 1;
      const described = await describeOne(id, { own: id === own.id ? own : null, isLast }, call);
      if (described === null) continue;
      contacts.push(described.contact);
      ({ stamp } = described);
      if (readContact(described.contact).endedAt === null) continue;
      ended.set(id, true);
      if (!isLast) superseded.set(id, described);
    }
    return { contacts, stamp };
  };

  const read = async (contactId: string, call: CallOptions): Promise<VendorPage> => {
    const described = await describe(contactId, call);
    if (described === null) return NOTHING;
    const { contact, stamp } = described;
    const { id, method, endedAt, agent } = readContact(contact);
    if (!mayBeCallback(method)) return NOTHING;
    const known = firsts.get(contactId);
    const isWaiting = endedAt === null && agent === null && method === CALLBACK;
    // A contact that waits has no successor: the tree holds nothing new.
    if (known !== undefined && isWaiting) return toPage(compose([contact], known.initial), stamp);
    if (id === null) return toPage(contact, stamp);
    for (let lists = 1; ; lists += 1) {
      const tree = await client.associated(contactId, call);
      const chain = chainOf({ ...contact, Id: id }, tree);
      const [first, ...rest] = chain.ids;
      const all = await describeAll([first, ...rest.slice(-(MOST_CONTACTS - 1))], { id, contact, stamp }, call);
      // It ended after the tree was listed: another contact may have followed.
      if (lists < MOST_LISTS && endedSince(tree, all.contacts)) continue;
      firsts.set(first, { initial: chain.initial });
      return toPage(compose(all.contacts, chain.initial), all.stamp);
    }
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

/** True if the last of these contacts has ended, and was open when the tree was listed. */
function endedSince(tree: readonly JsonObject[], contacts: readonly JsonObject[]): boolean {
  const last = contacts.at(-1);
  if (last === undefined || readContact(last).endedAt === null) return false;
  const summary = tree.find(({ ContactId: id }) => id === last["Id"]);
  return summary !== undefined && readContact(summary).endedAt === null;
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
