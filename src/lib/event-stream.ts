/** Is given events, one after another. Where it returns a promise, the next event waits for that. */
export type EventListener<Event> = (event: Event) => Promise<void> | undefined;

/**
 * Events that are pushed: a thousand who listen cost a thousand calls, not a thousand chains of promises. Whoever would
 * rather ask for them iterates. One or the other, and once.
 */
export interface EventStream<Event> extends AsyncIterableIterator<Event, undefined> {
  /** Gives every event to the listener. Resolves at the end; rejects with what broke it off, or what the listener threw. */
  each(listener: EventListener<Event>): Promise<void>;
  /** Ends it. May be called twice. */
  return(): Promise<IteratorResult<Event, undefined>>;
}

/** Makes a stream of what pushes events until `end` is called. */
export function createEventStream<Event>(
  each: (listener: EventListener<Event>) => Promise<void>,
  end: () => void,
): EventStream<Event> {
  return new PushedStream(each, end);
}

/** There may be tens of thousands of them: what most never use is made when it is used. */
class PushedStream<Event> implements EventStream<Event> {
  private pulled: AsyncGenerator<Event, undefined> | null = null;

  constructor(
    readonly each: (listener: EventListener<Event>) => Promise<void>,
    private readonly end: () => void,
  ) {}

  next(): Promise<IteratorResult<Event, undefined>> {
    this.pulled ??= pull(this.each);
    return this.pulled.next();
  }

  async return(): Promise<IteratorResult<Event, undefined>> {
    // A generator that waits would not hear of its end.
    this.end();
    return this.pulled === null ? { done: true, value: undefined } : this.pulled.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

async function* pull<Event>(each: (listener: EventListener<Event>) => Promise<void>): AsyncGenerator<Event, undefined> {
  const given: Event[] = [];
  let isOver = false;
  let wake = (): void => undefined;
  let goOn = (): void => undefined;
  const pushing = each((event) => {
    given.push(event);
    wake();
    return new Promise((resolve) => (goOn = resolve));
  }).finally(() => {
    isOver = true;
    wake();
  });
  // Whoever asks next is told.
  pushing.catch(() => undefined);
  try {
    while (given.length > 0 || !isOver) {
      const event = given.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      yield event;
      goOn();
    }
    await pushing;
  } finally {
    goOn();
  }
}
