import type { CallbackKey } from "../callback/observation.js";
import type { StoredCallback } from "../callback/query.js";
import type { SourceReport } from "../callback/source.js";
import type { Store } from "../stores/store.js";
import type { CallbackList, ListNeeds } from "./loaders.js";

/** The first of a customer's callbacks, but for one. */
export interface FirstPageKey extends ListNeeds {
  readonly phoneNumber: string;
  readonly except: CallbackKey | null;
  readonly size: number;
}

export interface FirstPagesOptions {
  readonly store: Store;
  /** What the sources contributed. */
  readonly sources: readonly SourceReport[];
  /** The sources that the caller sees; null: any. */
  readonly among: ReadonlySet<string> | null;
}

/** What tells one key from others. */
export function nameOf({ phoneNumber, except, size, isCounted, withoutSightings }: FirstPageKey): string {
  const left = except === null ? "" : ` ${except.source} ${except.vendorId}`;
  return `${phoneNumber} ${size} ${isCounted} ${withoutSightings}${left}`;
}

/** Reads the first pages of many customers. */
export async function loadFirstPages(
  keys: readonly FirstPageKey[],
  { store, sources, among }: FirstPagesOptions,
): Promise<readonly CallbackList[]> {
  // One more tells whether the list goes on, and one may be the one that is left out.
  const size = Math.max(...keys.map((key) => key.size)) + 2;
  const { pages, lastPosition } = await store.listOfCustomers({
    phoneNumbers: [...new Set(keys.map(({ phoneNumber }) => phoneNumber))],
    sources: among === null ? null : [...among],
    size,
    isCounted: keys.some((key) => key.isCounted === true),
    withoutSightings: keys.every((key) => key.withoutSightings === true),
  });
  return keys.map(({ phoneNumber, except, ...key }) => {
    const { rows, totalCount } = pages.get(phoneNumber) ?? { rows: [], totalCount: 0 };
    const isOther = ({ callback: { source, vendorId } }: StoredCallback): boolean =>
      source !== except?.source || vendorId !== except.vendorId;
    const others = rows.filter(isOther);
    return {
      rows: others.length > key.size ? others.slice(0, key.size) : others,
      hasNextPage: others.length > key.size,
      hasPreviousPage: false,
      // The one that is left out has this number, too: it was counted, wherever it stands.
      totalCount: totalCount === null ? null : Math.max(others.length, totalCount - (except === null ? 0 : 1)),
      sources,
      changePosition: lastPosition,
    };
  });
}
