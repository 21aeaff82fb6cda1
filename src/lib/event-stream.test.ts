import { describe, expect, it } from "vitest";
import { createEventStream, type EventListener, type EventStream } from "./event-stream.js";

/** Pushes numbers from 1 on until it is ended, or fails behind the last. */
function counting(until: number, failure: Error | null = null): { stream: EventStream<number>; pushed: number[] } {
  const pushed: number[] = [];
  let isEnded = false;
  const each = async (listener: EventListener<number>): Promise<void> => {
    for (let number = 1; number <= until && !isEnded; number += 1) {
      pushed.push(number);
      await listener(number);
    }
    if (failure !== null) throw failure;
  };
  return { stream: createEventStream(each, () => (isEnded = true)), pushed };
}

describe("an event stream", () => {
  it("gives a listener everything, and waits where the listener needs time", async () => {
    const heard: number[] = [];
    await counting(3).stream.each(async (number) => {
      await Promise.resolve();
      heard.push(number);
    });
    expect(heard).toEqual([1, 2, 3]);
  });

  it("may be iterated, and pushes no further than it is asked", async () => {
    const { stream, pushed } = counting(5);
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    expect(await stream.next()).toEqual({ done: false, value: 2 });
    expect(pushed).toEqual([1, 2]);
    const rest: number[] = [];
    for await (const number of stream) rest.push(number);
    expect(rest).toEqual([3, 4, 5]);
  });

  it("throws what broke it off behind the last event", async () => {
    const { stream } = counting(1, new Error("broken"));
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    await expect(stream.next()).rejects.toThrow("broken");
  });

  it("ends for who leaves, and pushes nothing more", async () => {
    const { stream, pushed } = counting(5);
    await stream.next();
    expect(await stream.return()).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(pushed).toEqual([1]);
  });
});
