import type { Callback } from "../domain/callback.js";
import type { CustomerRef } from "../domain/customer.js";
import type { CustomerPosition } from "../domain/customer-cursor.js";
import type { ListNeeds, StoredCallback } from "../domain/query.js";
import type { Instant } from "../domain/time/instant.js";

/** Callbacks of several customers, those of each ordered by the start of their windows. */
export interface CustomerListRequest extends ListNeeds {
  /** Hashes of customers; at most some hundreds. */
  readonly customers: readonly string[];
  /** Null for all sources. */
  readonly sources: readonly string[] | null;
  /** The number of callbacks for each customer. */
  readonly size: number;
  /** Only callbacks that are open at this time. Default: all. */
  readonly openAt?: Instant;
}

export interface CustomerPage {
  readonly rows: readonly StoredCallback[];
  readonly totalCount: number | null;
}

export interface CustomerPages {
  /** By hash; customers without callbacks are missing. */
  readonly pages: ReadonlyMap<string, CustomerPage>;
  /** The last position of the change log in the same snapshot. */
  readonly lastPosition: number;
}

/** Which customers a list contains. */
export interface CustomerFilter {
  /** The fewest open callbacks of a customer, 1 or more. */
  readonly minOpenCallbacks: number;
  /** True: open callbacks at two sources or more. */
  readonly acrossSources: boolean;
  /** Only callbacks at these sources are counted, and exist; null: all. */
  readonly sources: readonly string[] | null;
}

export interface CustomersRequest extends ListNeeds {
  readonly filter: CustomerFilter;
  readonly size: number;
  readonly after: CustomerPosition | null;
  /** The time at which callbacks are open. */
  readonly now: Instant;
}

/** A customer with open callbacks. */
export interface ListedCustomer extends CustomerPosition {
  /** The customer's callback whose status changed last. */
  readonly row: StoredCallback;
}

export interface CustomersPage {
  readonly customers: readonly ListedCustomer[];
  readonly hasNextPage: boolean;
  /** The number of matching customers on all pages; null unless counted. */
  readonly totalCount: number | null;
}

/** Customers, who are the callbacks with one `CustomerRef`. */
export interface CustomerStore {
  /** The customer of a callback, by this store's key. Synchronous. */
  readonly customerOf: (callback: Callback) => CustomerRef;
  /** The first callbacks of each of these customers, by one query. */
  listOfCustomers(request: CustomerListRequest): Promise<CustomerPages>;
  /** Customers with open callbacks: most first, then by hash. */
  listCustomers(request: CustomersRequest): Promise<CustomersPage>;
  /** By hash, the callback of each customer whose status changed last. Customers without callbacks are missing. */
  findCustomers(
    hashes: readonly string[],
    sources: readonly string[] | null,
  ): Promise<ReadonlyMap<string, StoredCallback>>;
  /** By hash, the number of open callbacks; customers without any are missing. */
  countOpenOfCustomers(
    hashes: readonly string[],
    sources: readonly string[] | null,
    now: Instant,
  ): Promise<ReadonlyMap<string, number>>;
}
