import type { Vendor } from "../domain/callback.js";
import { GatewayError } from "../domain/errors.js";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { CallbackKey, Observation } from "../domain/change/observation.js";
import type { StoredCallback } from "../domain/query.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import { stampBy, type StampRequest } from "../domain/change/request-stamp.js";
import type { SourceCapability } from "../domain/source.js";
import { statusOf } from "../domain/ending.js";
import { isOpenStatus } from "../domain/status.js";
import { CommandRejected, userError } from "../domain/user-error.js";
import type { Adapter, CallOptions, Written } from "../adapters/adapter.js";
import { fetchFunctionOf, provesAbsence } from "../sync/fetch/fetch-functions.js";
import type { Recorder } from "../sync/recorder.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import type { Source } from "../sync/source.js";
import type { SourceRegistry } from "../sync/source-registry.js";
import type { Store } from "../stores/store.js";
import type { WrittenIds } from "./job.js";

export interface CommandContextOptions {
  readonly sources: SourceRegistry;
  readonly store: Store;
  readonly recorder: Recorder;
  readonly refresher: Refresher;
  readonly clock: Clock;
  /** How long to wait for a vendor's response about a callback that is not stored. */
  readonly waitMs: DurationMs;
}

/** The callbacks that the vendor returned for a query. */
export interface VendorState {
  readonly observations: readonly Observation[];
  /** True if the response was complete: only then does it prove that a callback is absent. */
  readonly isComplete: boolean;
}

/** The services that commands are executed with: the sources, and the stored callbacks. */
export interface CommandContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly stampRequest: StampRequest;
  /** Returns a source with the capability. Throws NOT_FOUND or UNSUPPORTED for the input's field. */
  sourceFor(name: string, capability: SourceCapability, field: string): Source;
  /** Returns the vendor of a source that exists, or existed until it was removed. */
  vendorOf(name: string): Vendor;
  /** Returns a callback that can still be changed. Rejects with NOT_FOUND or ALREADY_OVER. */
  findOpen(key: CallbackKey): Promise<StoredCallback>;
  /** Returns the cheapest query that returns a callback again; null if there is none. */
  queryFor(key: CallbackKey, stored: StoredCallback | null): VendorQuery | null;
  /** Returns the query that returns the callbacks of a number: the whole list of a vendor that cannot be queried by number. */
  queryForNumber(source: string, phoneNumber: string): VendorQuery;
  /** How long the source's responses may lack what was written. */
  lagOf(source: string): DurationMs;
  /** Fetches and records the vendor's current state. Never joins a request that was sent before. */
  fetchState(source: string, query: VendorQuery | null, call: CallOptions): Promise<VendorState>;
  /** Records the vendor's response to a write. */
  save(source: string, written: Written): Promise<WrittenIds>;
  record(source: string, observations: readonly Observation[]): Promise<void>;
}

/** Creates the services over the sources of the settings. */
export function createCommandContext({
  sources,
  store,
  recorder,
  refresher,
  clock,
  waitMs,
}: CommandContextOptions): CommandContext {
  // A command that began before its source was removed ends with it.
  const adapterOf = (name: string): Adapter | undefined => sources.findLatest(name)?.adapter;

  /** Fetches a callback that is not stored from its vendor. */
  const fetchMissing = async ({ source, vendorId }: CallbackKey): Promise<StoredCallback | null> => {
    const query = refresher.queryForId(source, vendorId, null);
    if (query === null) return null;
    const refreshOptions = { maxStalenessMs: 0, waitMs, client: new AbortController() };
    const { error } = await refresher.refresh(source, [query], refreshOptions);
    const [found = null] = await store.find([{ source, vendorId }]);
    if (found === null && error !== null) throw new GatewayError(error.code, error.message, { source });
    return found;
  };

  return {
    store,
    clock,
    stampRequest: stampBy(() => store.drawRequestNumber(), clock),
    sourceFor(name, capability, field) {
      const source = sources.find(name);
      if (source === undefined) {
        throw new CommandRejected([
          userError("NOT_FOUND", `unknown source ${JSON.stringify(name.slice(0, 64))}`, field),
        ]);
      }
      if (!source.description.capabilities.includes(capability)) {
        throw new CommandRejected([userError("UNSUPPORTED", `${name} lacks the capability ${capability}`, field)]);
      }
      return source;
    },
    vendorOf(name) {
      const source = sources.findLatest(name);
      if (source === undefined) throw new Error(`unknown source ${name}`);
      return source.description.vendor;
    },
    async findOpen(key) {
      const [stored] = await store.find([key]);
      const existing = stored ?? (await fetchMissing(key));
      if (existing === null) {
        throw new CommandRejected([
          userError("NOT_FOUND", "no callback with this id exists at the gateway or the vendor", "id"),
        ]);
      }
      if (!existing.isPresentAtVendor || !isOpenStatus(statusOf(existing, clock()))) {
        throw new CommandRejected([
          userError("ALREADY_OVER", "the callback has ended, or the vendor no longer returns it", "id"),
        ]);
      }
      return existing;
    },
    queryFor({ source, vendorId }, stored) {
      const adapter = adapterOf(source);
      if (adapter === undefined) return null;
      const query = adapter.get === undefined && stored !== null ? adapter.queryFor(stored.callback) : null;
      return query ?? refresher.queryForId(source, vendorId, stored?.callback ?? null);
    },
    queryForNumber(source, phoneNumber) {
      const adapter = adapterOf(source);
      const isListOnly = adapter !== undefined && adapter.findByPhoneNumber === undefined;
      return isListOnly && provesAbsence(adapter, { by: "list" }) ? { by: "list" } : { by: "phoneNumber", phoneNumber };
    },
    lagOf: (name) => adapterOf(name)?.lagMs ?? 0,
    async fetchState(name, query, call) {
      const adapter = adapterOf(name);
      const fetchPages = adapter === undefined || query === null ? null : fetchFunctionOf(adapter, query);
      if (fetchPages === null) return { observations: [], isComplete: false };
      const observations: Observation[] = [];
      let isComplete = false;
      for await (const page of fetchPages(call)) {
        await recorder.record(name, page, null);
        observations.push(...page.observations);
        isComplete = page.isComplete;
      }
      return { observations, isComplete };
    },
    async save(source, { page, vendorId }) {
      await recorder.record(source, page, null);
      return { vendorId, actionId: null };
    },
    async record(source, observations) {
      await recorder.record(source, { observations, quarantined: [], coerced: [], isComplete: false }, null);
    },
  };
}

/** Returns the vendor's id of an agent. Throws INVALID_INPUT for an agent of another source. */
export function agentIdOf(agent: CallbackKey, source: string): string;
export function agentIdOf(agent: CallbackKey | null, source: string): string | null;
export function agentIdOf(agent: CallbackKey | null, source: string): string | null {
  if (agent === null || agent.source === source) return agent?.vendorId ?? null;
  const message = `agentId belongs to the source ${agent.source}: give an agent of this source`;
  throw new CommandRejected([userError("INVALID_INPUT", message, "agentId")]);
}
