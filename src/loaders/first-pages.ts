import type { CallbackKey } from "../domain/change/observation.js";
import type { ListNeeds, StoredCallback } from "../domain/query.js";
import type { SourceReport } from "../domain/source.js";
import type { Store } from "../stores/store.js";
import type { CallbackList } from "./loaders.js";

/** The first of a customer's callbacks, but for one. */
export interface FirstPageKey extends ListNeeds {
  readonly phoneNumber: string;
  readonly except: CallbackKey | null;
  readonly size: number;
}

export interface FirstPagesOptions {
  readonly store: Store;
  /** The reports of the sources. */
  readonly sources: readonly SourceReport[];
  /** The sources that the caller sees; null: any. */
  readonly among: readonly string[] | null;
}

/** Identifies a key. */
export function nameOf({ phoneNumber, except, size, isCounted }: FirstPageKey): string {
  const left = except === null ? "" : ` ${except.source} ${except.vendorId}`;
  return `${phoneNumber} ${size} ${isCounted}${left}`;
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
    sources: among,
    size,
    isCounted: keys.some((key) => key.isCounted === true),
  });
  return keys.map(({ phoneNumber, except, size: most }) => {
    const { rows: all, totalCount } = pages.get(phoneNumber) ?? { rows: NO_ROWS, totalCount: 0 };
    const { rows, count } = othersOf(all, except, most);
    return {
      rows,
      hasNextPage: count > most,
      hasPreviousPage: false,
      // The one that is left out has this number, too: it was counted, wherever it stands.
      totalCount: totalCount === null ? null : Math.max(count, totalCount - (except === null ? 0 : 1)),
      sources,
      changePosition: lastPosition,
    };
  });
}

const NO_ROWS: readonly StoredCallback[] = [];

/** A customer's callbacks without one: at most as many as wanted, and how many there are in `all`. */
function othersOf(
  all: readonly StoredCallback[],
  except: CallbackKey | null,
  most: number,
): { readonly rows: readonly StoredCallback[]; readonly count: number } {
  const others = all.filter(
    ({ callback: { source, vendorId } }) => source !== except?.source || vendorId !== except.vendorId,
  );
  return { rows: others.slice(0, most), count: others.length };
}
