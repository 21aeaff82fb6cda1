import { LONGEST_TIMER_MS } from "../lib/bounds.js";
import { expired, isCurrent, sees, type Caller } from "../domain/caller.js";
import type { Clock } from "../domain/time/instant.js";
import { createEventStream, type EventListener, type EventStream } from "../lib/event-stream.js";
import type { PublishedChange } from "./published-change.js";
import type { Watcher, WatchRequest } from "./watcher.js";

/**
 * A watcher that tells a caller of nothing but the caller's own sources, and throws UNAUTHENTICATED once the caller's
 * token has expired or was withdrawn, with the place to resume behind where that is known.
 */
export function limitWatcher(watcher: Watcher, caller: Caller, clock: Clock): Watcher {
  const isForever = caller.expiresAt === null && caller.withdrawn === undefined;
  if (caller.sources === null && isForever) return watcher;
  return {
    last: () => watcher.last(),
    watch(request) {
      const limited = { ...request, filter: limit(request.filter, caller) };
      return isForever ? watcher.watch(limited) : endWith(caller, watcher, limited, clock);
    },
  };
}

function limit(filter: WatchRequest["filter"], caller: Caller): WatchRequest["filter"] {
  if (caller.sources === null) return filter;
  return { ...filter, sources: (filter.sources ?? [...caller.sources]).filter((source) => sees(caller, source)) };
}

function endWith(caller: Caller, watcher: Watcher, request: WatchRequest, clock: Clock): EventStream<PublishedChange> {
  // Nothing was told yet: who resumed has the cursor, who began with a snapshot begins again.
  let position = request.after === null && !request.snapshot ? watcher.last() : undefined;
  const events = watcher.watch(request);
  let isOver = false;
  const end = (): void => {
    isOver = true;
    void events.return();
  };
  const wait = (caller.expiresAt ?? Number.POSITIVE_INFINITY) - clock();
  if (caller.withdrawn?.aborted === true) end();
  caller.withdrawn?.addEventListener("abort", end, { once: true });
  // Beyond what a timer can wait, the next event finds that time is up. None of them keeps a process alive.
  const timer = wait > LONGEST_TIMER_MS ? undefined : setTimeout(end, Math.max(0, wait)).unref();
  const leave = (): void => {
    clearTimeout(timer);
    caller.withdrawn?.removeEventListener("abort", end);
    void events.return();
  };
  const each = async (listener: EventListener<PublishedChange>): Promise<void> => {
    try {
      await events.each((event) => {
        if (!isOver && !isCurrent(caller, clock())) end();
        if (isOver) return undefined;
        position = event.isPartialSnapshot === true ? undefined : event.position;
        return listener(event);
      });
    } finally {
      leave();
    }
    if (isOver) throw expired(position);
  };
  return createEventStream(each, leave);
}
