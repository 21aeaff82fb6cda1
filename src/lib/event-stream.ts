/** Receives events one after another. If it returns a promise, the next event waits for it. */
export type EventListener<Event> = (event: Event) => Promise<void> | undefined;

/** Events that are pushed to one listener. */
export interface EventStream<Event> {
  /** Resolves at the end of the events. Rejects with their failure, or with what the listener threw. To be called once. */
  each(listener: EventListener<Event>): Promise<void>;
  /** Ends the events. May be called twice. */
  end(): void;
}

/** Iterates over pushed events: the next one is awaited only after the one before was taken. */
export async function* iterate<Event>(
  each: EventStream<Event>["each"],
  end: EventStream<Event>["end"],
): AsyncGenerator<Event, undefined> {
  const pushed: Event[] = [];
  let isOver = false;
  let wake = (): void => undefined;
  let resume = (): void => undefined;
  const pushing = each((event) => {
    pushed.push(event);
    wake();
    return new Promise((resolve) => (resume = resolve));
  }).finally(() => {
    isOver = true;
    wake();
  });
  // A failure is thrown below, once the events before it were taken.
  pushing.catch(() => undefined);
  try {
    while (pushed.length > 0 || !isOver) {
      const event = pushed.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      yield event;
      resume();
    }
    await pushing;
    return undefined;
  } finally {
    end();
    resume();
  }
}
