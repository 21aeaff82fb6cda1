import type { Instant } from "../domain/time/instant.js";
import { DEFAULT_PROMISE, type PromiseSettings } from "../domain/promise.js";
import type { SourceDescription, SourceHealth } from "../domain/source.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import type { SourceView } from "./loaders.js";

/** The parts that a source reads its state from. */
export interface LiveSourceOptions {
  readonly refresher: Pick<Refresher, "health" | "syncState">;
  readonly now: Instant;
  /** Called when a field was read that changes with time. */
  readonly onLooked: () => void;
}

/** A source whose fields are computed when they are read: most requests read its name alone. */
export class LiveSource implements SourceView {
  readonly name: SourceDescription["name"];
  readonly vendor: SourceDescription["vendor"];
  readonly capabilities: SourceDescription["capabilities"];
  readonly coverage: SourceDescription["coverage"];
  readonly promise: PromiseSettings;
  readonly displayName: string | null;
  readonly areAgentsPublic: boolean;

  constructor(
    description: SourceDescription,
    private readonly options: LiveSourceOptions,
  ) {
    this.name = description.name;
    this.vendor = description.vendor;
    this.capabilities = description.capabilities;
    this.coverage = description.coverage;
    this.promise = description.promise ?? DEFAULT_PROMISE;
    this.displayName = description.displayName ?? null;
    this.areAgentsPublic = description.areAgentsPublic ?? false;
  }

  get health(): SourceHealth {
    this.options.onLooked();
    return this.options.refresher.health(this.name);
  }

  get sync(): SourceView["sync"] {
    const { refresher, onLooked } = this.options;
    onLooked();
    const state = refresher.syncState(this.name);
    const lagMs = state.lastCompletedAt === null ? null : state.oldestPollAgeMs;
    return { ...state, coverage: this.coverage, lagMs };
  }
}
