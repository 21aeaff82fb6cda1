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
import type { CallOptions, Written } from "../adapters/adapter.js";
import { fetchFunctionOf } from "../sync/fetch/fetch-functions.js";
import type { Recorder } from "../sync/recorder.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import type { Source } from "../sync/source.js";
import type { Store } from "../stores/store.js";
import type { Kept } from "./job.js";

export interface CommandContextOptions {
  readonly sources: readonly Source[];
  readonly store: Store;
  readonly recorder: Recorder;
  readonly refresher: Refresher;
  readonly clock: Clock;
  /** How long to wait for a vendor that is asked for a callback that is not remembered. */
  readonly waitMs: DurationMs;
}

/** What a vendor holds now, as far as it showed it. */
export interface VendorState {
  readonly observations: readonly Observation[];
  /** True where the vendor has nothing else: then absence means something. */
  readonly isComplete: boolean;
}

/** The services that commands are executed with: the sources, and the stored callbacks. */
export interface CommandContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly stampRequest: StampRequest;
  /** A source that has the ability. Throws NOT_FOUND or UNSUPPORTED, which blame the input's field. */
  sourceFor(name: string, capability: SourceCapability, field: string): Source;
  /** The callback of a command that can still be changed. Throws NOT_FOUND or ALREADY_OVER. */
  findOpen(key: CallbackKey): Promise<StoredCallback>;
  /** The cheapest query that shows a callback again; null where there is none. */
  queryFor(key: CallbackKey, known: StoredCallback | null): VendorQuery | null;
  /** What the vendor holds now: never the answer to a call that was made before. It is recorded. */
  fetchState(source: string, query: VendorQuery | null, call: CallOptions): Promise<VendorState>;
  /** Records what the vendor showed of a write. */
  keep(source: string, written: Written): Promise<Kept>;
  remember(source: string, observations: readonly Observation[]): Promise<void>;
}

/** Over the sources of the settings. */
export function createCommandContext({
  sources,
  store,
  recorder,
  refresher,
  clock,
  waitMs,
}: CommandContextOptions): CommandContext {
  const find = (name: string): Source | undefined => sources.find(({ description }) => description.name === name);

  /** Asks the vendor for a callback that is not remembered. */
  const askFor = async ({ source, vendorId }: CallbackKey): Promise<StoredCallback | null> => {
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
      const source = find(name);
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
    async findOpen(key) {
      const [remembered] = await store.find([key]);
      const known = remembered ?? (await askFor(key));
      if (known === null) {
        throw new CommandRejected([
          userError("NOT_FOUND", "no callback with this id exists at the gateway or the vendor", "id"),
        ]);
      }
      if (!known.isPresentAtVendor || !isOpenStatus(statusOf(known, clock()))) {
        throw new CommandRejected([
          userError("ALREADY_OVER", "the callback has ended, or the vendor no longer returns it", "id"),
        ]);
      }
      return known;
    },
    queryFor({ source, vendorId }, known) {
      const adapter = find(source)?.adapter;
      if (adapter === undefined) return null;
      const query = adapter.get === undefined && known !== null ? adapter.queryFor(known.callback) : null;
      return query ?? refresher.queryForId(source, vendorId, known?.callback ?? null);
    },
    async fetchState(name, query, call) {
      const source = find(name);
      const ask = source === undefined || query === null ? null : fetchFunctionOf(source.adapter, query);
      if (ask === null) return { observations: [], isComplete: false };
      const observations: Observation[] = [];
      let isComplete = false;
      for await (const answer of ask(call)) {
        await recorder.record(name, answer, null);
        observations.push(...answer.observations);
        isComplete = answer.isComplete;
      }
      return { observations, isComplete };
    },
    async keep(source, { answer, vendorId }) {
      await recorder.record(source, answer, null);
      return { vendorId, localId: null };
    },
    async remember(source, observations) {
      await recorder.record(source, { observations, quarantined: [], coerced: [], isComplete: false }, null);
    },
  };
}

/** The vendor's own id of an agent, who has to be of the source. Throws INVALID_INPUT. */
export function agentIdOf(agent: CallbackKey | null, source: string): string | null {
  if (agent === null || agent.source === source) return agent?.vendorId ?? null;
  const message = `agentId belongs to the source ${agent.source}: give an agent of this source`;
  throw new CommandRejected([userError("INVALID_INPUT", message, "agentId")]);
}
