import { describe, expect, it } from "vitest";
import { iterate, type EventListener, type EventStream } from "./event-stream.js";

/** Pushes numbers from 1 on until it is ended, or fails behind the last. */
function counting(
  until: number,
  failure: Error | null = null,
): {
  readonly stream: EventStream<number>;
  readonly iterator: AsyncGenerator<number>;
  readonly pushed: number[];
} {
  const pushed: number[] = [];
  let isEnded = false;
  const each = async (listener: EventListener<number>): Promise<void> => {
    for (let number = 1; number <= until && !isEnded; number += 1) {
      pushed.push(number);
      await listener(number);
    }
    if (failure !== null) throw failure;
  };
  const end = (): void => {
    isEnded = true;
  };
  return { stream: { each, end }, iterator: iterate(each, end), pushed };
}

describe("iterate", () => {
  it("pushes no further than it is read", async () => {
    const { iterator, pushed } = counting(5);
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    expect(await iterator.next()).toEqual({ done: false, value: 2 });
    expect(pushed).toEqual([1, 2]);
    const rest: number[] = [];
    for await (const number of iterator) rest.push(number);
    expect(rest).toEqual([3, 4, 5]);
  });

  it("throws a failure after the last event", async () => {
    const { iterator } = counting(1, new Error("broken"));
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    await expect(iterator.next()).rejects.toThrow("broken");
  });

  it("ends the events when the reader returns", async () => {
    const { iterator, pushed } = counting(5);
    await iterator.next();
    expect(await iterator.return(undefined)).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(pushed).toEqual([1]);
  });
});
