import type { GatewayError } from "../callback/errors.js";
import type { Callback } from "../callback/callback.js";
import type { Waiting } from "../callback/caller.js";
import type { Clock, DurationMs } from "../callback/instant.js";
import type { Question } from "../callback/question.js";
import type { SourceDescription, SourceHealth, SourceReport } from "../callback/source.js";
import type { SourceProgress, Store } from "../stores/store.js";
import type { Recorder } from "./recorder.js";
import type { Source } from "./source.js";
import { createSourceRefresher, type SourceRefresher } from "./source-refresher.js";

/** What is wanted of a source: everything that it can be asked, or some questions. */
export type Wanted = "everything" | readonly Question[];

export interface RefreshOptions {
  /** How old the source's part may be before it is asked again. */
  readonly maxStalenessMs: DurationMs;
  /** How long to wait for it; afterwards the work goes on, and what is known is served. */
  readonly waitMs: DurationMs;
  readonly client: Waiting;
  /** Who wants it; upkeep leaves a part of the vendor's quota to clients. Default: a client. */
  readonly priority?: "interactive" | "upkeep";
}

/** Asks vendors what is staler than asked, each question once at a time however many want to know. */
export interface Refresher {
  /** Never rejects: what failed is in the report. */
  refresh(source: string, wanted: Wanted, options: RefreshOptions): Promise<SourceReport>;
  /** How to ask a source for one callback; null where it cannot be asked. */
  questionForId(source: string, vendorId: string, known: Callback | null): Question | null;
  sources(): readonly SourceDescription[];
  health(source: string): SourceHealth;
  progress(source: string): SourceProgress;
  /** True where the settings name this agent. */
  isWatchedAgent(source: string, agentId: string): boolean;
  /** Cancels what is under way and waits for its end. */
  close(): Promise<void>;
}

/** Starts with what the store remembers of each source's upkeep. */
export async function createRefresher(options: {
  readonly sources: readonly Source[];
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly onFailure: (source: string, error: GatewayError) => void;
}): Promise<Refresher> {
  const known = new Map((await options.store.readProgress()).map((progress) => [progress.source, progress]));
  const bySource = new Map<string, SourceRefresher>();
  for (const source of options.sources) {
    const { name } = source.description;
    const lastCompletedAt = known.get(name)?.lastCompletedAt ?? null;
    bySource.set(name, createSourceRefresher({ ...options, source, lastCompletedAt }));
  }
  const of = (name: string): SourceRefresher => {
    const refresher = bySource.get(name);
    if (refresher === undefined) throw new Error(`there is no source ${name}`);
    return refresher;
  };
  return {
    refresh: (source, wanted, refreshOptions) => of(source).refresh(wanted, refreshOptions),
    questionForId: (source, vendorId, callback) => of(source).questionForId(vendorId, callback),
    sources: () => options.sources.map(({ description }) => description),
    health: (source) => of(source).health(),
    progress: (source) => ({ source, lastCompletedAt: of(source).lastCompletedAt() }),
    isWatchedAgent: (source, agentId) => of(source).isWatchedAgent(agentId),
    async close() {
      await Promise.all([...bySource.values()].map((refresher) => refresher.close()));
    },
  };
}
