import { sees, type Caller, type Waiting } from "../domain/caller.js";
import type { CustomerKey } from "../domain/customer.js";
import type { CallbackFilter } from "../domain/query.js";
import type { SourceDescription, SourceReport } from "../domain/source.js";
import type { DurationMs, Instant } from "../domain/time/instant.js";
import type { RefreshOptions, Wanted } from "../sync/fetch/refresh-options.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import { customerQueries, onlySourcesOf, wantedOf } from "./filter-queries.js";

export interface RequestRefresherOptions {
  readonly caller: Caller;
  readonly refresher: Refresher;
  /** Maximum age of a source's data where the client sets none; null: the interval of the sync schedule. */
  readonly maxStalenessMs: DurationMs | null;
  /** How long one request waits for vendors in all. */
  readonly waitMs: DurationMs;
  readonly client: Waiting;
}

/** Refreshes sources for one GraphQL request, within one deadline, which starts with the object. */
export class RequestRefresher {
  /** The sources that the caller may see, in the order of the settings, as they were when the request began. */
  readonly sources: readonly SourceDescription[];
  /** Until when everything that was loaded so far may be returned for an equal request. */
  freshUntil: Instant = Number.POSITIVE_INFINITY;
  private readonly startedAt = performance.now();

  constructor(private readonly options: RequestRefresherOptions) {
    this.sources = options.refresher.sources().filter(({ name }) => sees(options.caller, name));
  }

  /** Lowers `freshUntil`. */
  expireAt(at: Instant): void {
    this.freshUntil = Math.min(this.freshUntil, at);
  }

  /** Bounds of a refresh: the client's maximum age, or the default, and the time that is left to wait. */
  boundsOf(maxStalenessMs: DurationMs | null): RefreshOptions {
    return {
      maxStalenessMs: maxStalenessMs ?? this.options.maxStalenessMs,
      waitMs: this.options.waitMs - (performance.now() - this.startedAt),
      client: this.options.client,
    };
  }

  async refresh(source: string, wanted: Wanted, options = this.boundsOf(null)): Promise<SourceReport> {
    const report = await this.options.refresher.refresh(source, wanted, options);
    this.expireAt(report.freshUntil);
    return report;
  }

  /** Refreshes all sources that can have callbacks of a filter. */
  refreshFilter(filter: CallbackFilter, maxStalenessMs: DurationMs | null): Promise<SourceReport[]> {
    const only = onlySourcesOf(filter);
    const options = { ...this.boundsOf(maxStalenessMs), isLookup: filter.phoneNumbers !== undefined };
    const wanted = this.sources.filter(
      ({ name }) => (filter.sources?.includes(name) ?? true) && (only?.has(name) ?? true),
    );
    return Promise.all(wanted.map(({ name }) => this.refresh(name, wantedOf(filter, name), options)));
  }

  /** Refreshes the callbacks of customers: one refresh for each source. */
  refreshCustomers(customers: readonly CustomerKey[]): Promise<readonly SourceReport[]> {
    return Promise.all(
      this.sources.map(({ name }) =>
        this.refresh(
          name,
          customers.flatMap((customer) => customerQueries(customer, name)),
        ),
      ),
    );
  }
}
