import type { CustomerRef } from "../domain/customer.js";
import type { ListNeeds, StoredCallback } from "../domain/query.js";
import type { SourceReport } from "../domain/source.js";
import type { Store } from "../stores/store.js";
import type { CallbackList } from "./loaders.js";

/** The first of a customer's callbacks. */
export interface FirstPageKey extends ListNeeds {
  readonly customer: CustomerRef;
  readonly size: number;
}

export interface FirstPagesOptions {
  readonly store: Pick<Store, "listOfCustomers">;
  /** The reports of the sources that can have callbacks of a customer. */
  readonly reportsOf: (customer: CustomerRef) => readonly SourceReport[];
  /** The sources that the caller sees; null: any. */
  readonly among: readonly string[] | null;
}

/** Identifies a key. */
export function nameOf({ customer, size, isCounted }: FirstPageKey): string {
  return `${customer.hash} ${size} ${isCounted}`;
}

/** Reads the first pages of many customers. */
export async function loadFirstPages(
  keys: readonly FirstPageKey[],
  { store, reportsOf, among }: FirstPagesOptions,
): Promise<readonly CallbackList[]> {
  const { pages, lastPosition } = await store.listOfCustomers({
    customers: [...new Set(keys.map(({ customer }) => customer.hash))],
    sources: among,
    // One more row shows whether there is another page.
    size: Math.max(...keys.map((key) => key.size)) + 1,
    isCounted: keys.some((key) => key.isCounted === true),
  });
  return keys.map(({ customer, size }) => {
    const { rows, totalCount } = pages.get(customer.hash) ?? { rows: NO_ROWS, totalCount: 0 };
    return {
      rows: rows.slice(0, size),
      hasNextPage: rows.length > size,
      hasPreviousPage: false,
      totalCount,
      sources: reportsOf(customer),
      changePosition: lastPosition,
    };
  });
}

const NO_ROWS: readonly StoredCallback[] = [];
