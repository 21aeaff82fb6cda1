import type { Source } from "./source.js";

/**
 * The sources of a gateway, which change when settings are reloaded. Parts read them at each use, and capture none for
 * longer than one piece of work.
 */
export class SourceRegistry {
  #all: readonly Source[] = [];
  #names: readonly string[] = [];
  /** By name, also of removed sources: work that began before the removal ends with them. */
  readonly #latest = new Map<string, Source>();
  readonly #retirements = new Map<Source, AbortController>();
  readonly #working = new Map<string, Set<Promise<unknown>>>();
  readonly #listeners = new Set<() => void>();

  constructor(sources: readonly Source[]) {
    this.replace(sources);
  }

  /** The current sources, in the order of the settings. The same array until they change. */
  all(): readonly Source[] {
    return this.#all;
  }

  /** The names of the current sources, in the order of the settings. */
  names(): readonly string[] {
    return this.#names;
  }

  /** Returns the current source of a name. */
  find(name: string): Source | undefined {
    const latest = this.#latest.get(name);
    return latest !== undefined && this.#retirements.has(latest) ? latest : undefined;
  }

  /** Returns the current source of a name, or the last one if it was removed. */
  findLatest(name: string): Source | undefined {
    return this.#latest.get(name);
  }

  /** The names of current sources whose vendor drops callbacks when they are due. */
  forgetful(): ReadonlySet<string> {
    const forgetful = this.#all.filter(({ adapter }) => adapter.forgetsWhenDue === true);
    return new Set(forgetful.map(({ description }) => description.name));
  }

  /** Returns the signal that aborts once this source is replaced or removed; aborted for one that already was. */
  retirementOf(source: Source): AbortSignal {
    return this.#retirements.get(source)?.signal ?? AbortSignal.abort();
  }

  /** Runs work with the source of this name. `worked` waits for it. */
  during<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const working = this.#working.get(name) ?? new Set();
    this.#working.set(name, working);
    const result = work();
    working.add(result);
    const end = (): void => {
      working.delete(result);
      if (working.size === 0 && this.#working.get(name) === working) this.#working.delete(name);
    };
    result.then(end, end);
    return result;
  }

  /** Resolves once the work that is in progress now has ended, with success or not. */
  async worked(name: string): Promise<void> {
    const working = this.#working.get(name) ?? new Set<Promise<unknown>>();
    await Promise.allSettled(working);
  }

  /**
   * Sets the sources, in the order of the settings. A source that is the same object as before is not affected; the other
   * previous ones retire. Listeners are called after the change.
   */
  replace(sources: readonly Source[]): void {
    const retiring = this.#all.filter((source) => !sources.includes(source));
    this.#all = [...sources];
    this.#names = sources.map(({ description }) => description.name);
    for (const source of sources) {
      this.#latest.set(source.description.name, source);
      if (!this.#retirements.has(source)) this.#retirements.set(source, new AbortController());
    }
    for (const source of retiring) {
      const retirement = this.#retirements.get(source);
      this.#retirements.delete(source);
      retirement?.abort();
    }
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after the sources have changed. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
