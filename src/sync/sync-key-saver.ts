import type { DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import type { Store, SyncKey } from "../stores/store.js";

const SAVE_EVERY_MS: DurationMs = 1000;

/** Saves when each key was polled, at most once a second, so that a restart continues where the sync ended. */
export class SyncKeySaver {
  readonly #unsaved = new Map<string, SyncKey>();
  #savedAt: DurationMs;

  constructor(
    private readonly source: string,
    private readonly store: Pick<Store, "saveSyncKeys">,
    private readonly timer: Timer,
  ) {
    this.#savedAt = timer.now();
  }

  note(key: SyncKey): void {
    this.#unsaved.set(key.key, key);
  }

  /** After how long the next save is due; Infinity if nothing is unsaved. */
  dueInMs(): DurationMs {
    return this.#unsaved.size === 0 ? Number.POSITIVE_INFINITY : this.#savedAt + SAVE_EVERY_MS - this.timer.now();
  }

  async save(): Promise<void> {
    this.#savedAt = this.timer.now();
    if (this.#unsaved.size === 0) return;
    const keys = [...this.#unsaved.values()];
    this.#unsaved.clear();
    await this.store.saveSyncKeys(this.source, keys);
  }
}
