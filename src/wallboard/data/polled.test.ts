import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPolled } from "./polled.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Request {
  readonly resolve: (data: string) => void;
  readonly reject: (error: Error) => void;
}

/** A read that the test responds to, request by request. */
function createReads() {
  const requests: Request[] = [];
  const read = (): Promise<string> =>
    new Promise((resolve, reject) => {
      requests.push({ resolve, reject });
    });
  return { requests, read };
}

it("keeps the response of the later request when an earlier one arrives after it", async () => {
  const { requests, read } = createReads();
  const polled = createPolled(read, 1000, Date.now);
  polled.refresh();
  requests[1]?.resolve("later");
  await vi.advanceTimersByTimeAsync(0);
  requests[0]?.resolve("earlier");
  await vi.advanceTimersByTimeAsync(0);
  expect(polled.get().data).toBe("later");
});

it("reads again once in the interval, however many refreshes overlap", async () => {
  const { requests, read } = createReads();
  const polled = createPolled(read, 1000, Date.now);
  polled.refresh();
  polled.refresh();
  for (const request of requests) request.resolve("data");
  await vi.advanceTimersByTimeAsync(999);
  expect(requests).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(requests).toHaveLength(4);
});

it("keeps the last data after a failure, and reads again after the interval", async () => {
  const { requests, read } = createReads();
  const polled = createPolled(read, 1000, Date.now);
  requests[0]?.resolve("data");
  await vi.advanceTimersByTimeAsync(1000);
  requests[1]?.reject(new Error("the gateway is down"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(requests).toHaveLength(3);
  expect(polled.get().data).toBe("data");
});
