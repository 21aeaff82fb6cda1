import type { Logger } from "pino";
import {
  eventOfChange,
  eventOfGap,
  GAP,
  type DeadLetter,
  type DeliveryEvent,
  type DeliveryState,
} from "../domain/delivery.js";
import { encodeChangeCursor } from "../domain/change/cursor.js";
import { canResumeAfter } from "../domain/change/log-bounds.js";
import { toError } from "../domain/errors.js";
import type { RecordedChange } from "../domain/query.js";
import type { Clock, DurationMs, Instant } from "../domain/time/instant.js";
import type { JsonObject } from "../lib/json.js";
import type { DeliveryProgress, Store } from "../stores/store.js";
import { retryDelay } from "./backoff.js";
import { toCloudEvent } from "./cloud-event.js";
import type { DeliveryPause } from "./delivery-pause.js";
import { dueQueues, queuesOf, type CallbackQueue, type QueuedEvent } from "./delivery-queues.js";
import { CONNECTIONS, reasonOf, type AttemptOutcome, type AttemptResult, type Sender } from "./http-sender.js";

/** The parts of one delivery. */
export interface DeliveryParts {
  readonly name: string;
  readonly retryForMs: DurationMs;
  readonly store: Store;
  readonly sender: Sender;
  readonly pause: DeliveryPause;
  readonly clock: Clock;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
  readonly logger: Logger;
  /** Whether the delivery has this change. */
  readonly isWanted: (change: RecordedChange) => boolean;
  /** The data of the change's event. Rejects where it cannot be presented. */
  readonly present: (change: RecordedChange) => Promise<JsonObject>;
  /** Counts an attempt, or a gap. */
  readonly count: (what: AttemptOutcome | "gap") => void;
}

/** Changes that are read at a time. After a crash, those of one round may be delivered again. */
export const PAGE = 100;
/** With so many pending events, the change log is not read any further. */
const MOST_PENDING = 1000;

/**
 * One round of a delivery: reads the next changes, attempts what is due, and collects the progress to save. The events of a
 * callback are attempted in order, one after the other; callbacks do not wait for each other.
 */
export class DeliveryRound {
  readonly #done: string[] = [];
  readonly #updated = new Map<string, DeliveryEvent>();
  readonly #dead: DeadLetter[] = [];
  #position: number;
  #stoppedAt: Instant | null = null;
  readonly #page: QueuedEvent[] = [];
  /** Changes up to here are missing in the log: the gap stands for their events. */
  #gapAt = -1;

  constructor(
    private readonly parts: DeliveryParts,
    private readonly state: DeliveryState,
  ) {
    this.#position = state.position;
  }

  /** Returns the progress, and whether more changes can be read at once. Rejects if the store fails. */
  async run(signal: AbortSignal): Promise<{ readonly progress: DeliveryProgress; readonly hasMore: boolean }> {
    const { pause, clock } = this.parts;
    const hasMore = this.state.pending.length < MOST_PENDING && (await this.#readPage());
    const pending = this.state.pending.map((event): QueuedEvent => ({ event, change: null }));
    const choice = { isAfterOutage: pause.takeRecovery(), isProbing: pause.isDown };
    const waiting = [...dueQueues(queuesOf([...pending, ...this.#page]), clock(), choice)];
    const work = async (): Promise<void> => {
      for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift())
        await this.#deliver(queue, signal);
    };
    // All end before the next round: it may attempt the same events.
    const ends = await Promise.allSettled(Array.from({ length: CONNECTIONS }, work));
    const failure = ends.find((end) => end.status === "rejected");
    if (failure !== undefined) throw failure.reason;
    return { progress: this.#progress(), hasMore };
  }

  /** Events of the page that were not delivered become pending. */
  #progress(): DeliveryProgress {
    const missing = this.state.pending.filter(({ kind, position }) => kind !== GAP && position <= this.#gapAt);
    const done = new Set([...this.#done, ...missing.map(({ id }) => id)]);
    const finished = new Set([...done, ...this.#dead.map(({ id }) => id), ...this.#updated.keys()]);
    return {
      position: this.#position,
      stoppedAt: this.#stoppedAt,
      done: [...done],
      pending: [
        ...[...this.#updated.values()].filter(({ id }) => !done.has(id)),
        ...this.#page.flatMap(({ event }) => (finished.has(event.id) ? [] : [event])),
      ],
      dead: this.#dead,
    };
  }

  /** Reads the next changes. Returns whether there may be more. */
  async #readPage(): Promise<boolean> {
    const { store, name, isWanted } = this.parts;
    const { position } = this.state;
    const changes = await store.readChanges(position, PAGE);
    // Read afterwards: changes that are deleted in between would leave a gap.
    const bounds = await store.logBounds();
    if (!canResumeAfter(position, bounds)) {
      // Beyond the end, or in a gap, it is the position of another store.
      this.#position = position < bounds.floor ? bounds.floor : bounds.last;
      this.#addGap(this.#position);
      return true;
    }
    for (const change of changes) {
      if (isWanted(change)) this.#page.push({ event: eventOfChange(name, change), change });
    }
    this.#position = changes.at(-1)?.position ?? position;
    return changes.length === PAGE;
  }

  #addGap(position: number): void {
    const { name, clock, logger, count } = this.parts;
    this.#gapAt = position;
    this.#page.push({ event: eventOfGap(name, position, clock()), change: null });
    count("gap");
    logger.error({ delivery: name, position }, "changes were deleted before they were delivered");
  }

  async #deliver(queue: CallbackQueue, signal: AbortSignal): Promise<void> {
    const { pause, clock } = this.parts;
    for (const queued of queue) {
      // The receiver is down, unless this is the attempt that finds out.
      const isPaused = pause.until > clock();
      if (signal.aborted || isPaused || this.#stoppedAt !== null) return;
      if (!(await this.#attempt(queued, signal))) return;
    }
  }

  /** Returns whether the next event of the callback may be attempted. */
  async #attempt({ event, change }: QueuedEvent, signal: AbortSignal): Promise<boolean> {
    const { sender, count, name } = this.parts;
    const current = event.kind === GAP ? null : (change ?? (await this.#readAgain(event)));
    if (event.kind !== GAP && current === null) return true;
    let body: string;
    try {
      body = toCloudEvent(name, event, current === null ? gapData(event) : await this.parts.present(current));
    } catch (error) {
      this.parts.logger.error({ delivery: name, event: event.id, err: toError(error) }, "failed to present a change");
      return this.#bury(event, `cannot be presented: ${reasonOf(error)}`);
    }
    const result = await sender.send(event.id, body, signal).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (result === null) return false;
    count(result.outcome);
    return this.#note(event, result);
  }

  #note(event: DeliveryEvent, { outcome, reason, retryAfterMs }: AttemptResult): boolean {
    const { pause, clock, random, retryForMs, logger, name } = this.parts;
    const now = clock();
    if (outcome === "delivered" || outcome === "refused") pause.succeeded();
    if (outcome === "delivered") {
      this.#done.push(event.id);
      return true;
    }
    if (outcome === "refused") return this.#bury(event, reason);
    if (outcome === "stopped") {
      logger.error(
        { delivery: name, reason },
        "the receiver ended the delivery; to go on: ringback deliveries --retry",
      );
      this.#stoppedAt = now;
      return false;
    }
    pause.failed(event.rowId, now, retryAfterMs);
    const attempts = event.attempts + 1;
    const firstAttemptAt = event.firstAttemptAt ?? now;
    if (now - firstAttemptAt >= retryForMs) return this.#bury({ ...event, attempts, firstAttemptAt }, reason);
    const nextAttemptAt = now + Math.max(retryAfterMs, retryDelay(attempts, random()));
    this.#updated.set(event.id, { ...event, attempts, firstAttemptAt, nextAttemptAt, reason });
    logger.warn({ delivery: name, event: event.id, attempts, reason }, "delivery failed; it is retried");
    return false;
  }

  #bury(event: DeliveryEvent, reason: string | null): true {
    const { clock, logger, name } = this.parts;
    this.#dead.push({ ...event, reason, deadSince: clock() });
    logger.error({ delivery: name, event: event.id, reason }, "an event is not delivered; it is a dead letter now");
    return true;
  }

  /** The change of an event of an earlier round; null if the log does not contain it any more. */
  async #readAgain(event: DeliveryEvent): Promise<RecordedChange | null> {
    const { store } = this.parts;
    const [found] = await store.readChanges(event.position - 1, 1);
    if (found?.position === event.position) return found;
    this.#done.push(event.id);
    const { floor } = await store.logBounds();
    // Only the oldest changes are deleted for their age. One that is missing in between was erased on purpose.
    if (event.position <= floor && this.#gapAt < floor) this.#addGap(floor);
    return null;
  }
}

/** Says that changes are missing, and the cursor of the API after which there are changes again. */
function gapData({ position }: DeliveryEvent): JsonObject {
  return {
    cursor: encodeChangeCursor(position),
    message: "changes up to this cursor may be missing: read the callbacks again",
  };
}
