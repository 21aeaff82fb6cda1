import { LONGEST_TIMER_MS } from "../lib/bounds.js";
import { expired, isCurrent, sees, type Caller } from "../domain/caller.js";
import type { Clock } from "../domain/time/instant.js";
import { iterate } from "../lib/event-stream.js";
import { CHANGES, type ChangeStream, type SubscriptionRequest, type Subscriptions } from "./published-change.js";

/**
 * Limits subscriptions to a caller: they contain the caller's granted sources only, and reject with UNAUTHENTICATED once
 * the caller's token has expired or was revoked, with the position to resume after if the client can.
 */
export function limitSubscriptions(subscriptions: Subscriptions, caller: Caller, clock: Clock): Subscriptions {
  const isForever = caller.expiresAt === null && caller.withdrawn === undefined;
  if (caller.sources === null && isForever) return subscriptions;
  return {
    last: () => subscriptions.last(),
    subscribe(request) {
      const stream = subscriptions.subscribe({ ...request, filter: limit(request.filter, caller) });
      if (isForever) return stream;
      // Before the first change, a client that resumed has its cursor, and one with a snapshot starts again.
      const position = request.after === null && !request.snapshot ? subscriptions.last() : undefined;
      return expireWith(caller, stream, position, clock);
    },
  };
}

function limit(filter: SubscriptionRequest["filter"], caller: Caller): SubscriptionRequest["filter"] {
  if (caller.sources === null) return filter;
  return { ...filter, sources: (filter.sources ?? [...caller.sources]).filter((source) => sees(caller, source)) };
}

/** Ends the stream when its caller expires. `start` is the position to resume after before the first change. */
function expireWith(caller: Caller, stream: ChangeStream, start: number | undefined, clock: Clock): ChangeStream {
  let position = start;
  let hasExpired = false;
  const expire = (): void => {
    hasExpired = true;
    stream.end();
  };
  const wait = (caller.expiresAt ?? Number.POSITIVE_INFINITY) - clock();
  if (caller.withdrawn?.aborted === true) expire();
  caller.withdrawn?.addEventListener("abort", expire, { once: true });
  // Later than a timer can wait, the next change detects the expiry. The timer does not keep the process alive.
  const timer = wait > LONGEST_TIMER_MS ? undefined : setTimeout(expire, Math.max(0, wait)).unref();
  const end = (): void => {
    clearTimeout(timer);
    caller.withdrawn?.removeEventListener("abort", expire);
    stream.end();
  };
  const each: ChangeStream["each"] = async (results, listener) => {
    try {
      await stream.each(results, (result, change) => {
        if (!hasExpired && !isCurrent(caller, clock())) expire();
        if (hasExpired) return undefined;
        position = change.isPartialSnapshot === true ? undefined : change.position;
        return listener(result, change);
      });
    } finally {
      end();
    }
    if (hasExpired) throw expired(position);
  };
  return { each, end, [Symbol.asyncIterator]: () => iterate((listener) => each(CHANGES, listener), end) };
}
