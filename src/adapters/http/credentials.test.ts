import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { GatewayError } from "../../domain/errors.js";
import { basicCredentials, headerCredentials, parseGrant, tokenCredentials, type GrantedToken } from "./credentials.js";

const never = new AbortController().signal;

/** A token endpoint that grants `t1`, `t2`, ... when the test releases it. */
function endpoint(expiresInMs: number | null): {
  fetch: () => Promise<GrantedToken>;
  fetches: () => number;
  answer: (error?: Error) => void;
} {
  const waiting: { resolve(token: GrantedToken): void; reject(error: Error): void }[] = [];
  let count = 0;
  return {
    fetch: () => {
      count += 1;
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    fetches: () => count,
    answer(error) {
      const one = waiting.shift();
      if (error === undefined) one?.resolve({ accessToken: `t${count}`, expiresInMs, refreshToken: null });
      else one?.reject(error);
    },
  };
}

describe("fixed credentials", () => {
  it("send the configured header", async () => {
    expect(await headerCredentials("X-Key", "k").headers(never)).toEqual({ "x-key": "k" });
    expect(await basicCredentials("Aladdin", "open sesame").headers(never)).toEqual({
      authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    });
  });
});

describe("a token", () => {
  it("is fetched once for all calls that wait for it", async () => {
    const { fetch, fetches, answer } = endpoint(null);
    const credentials = tokenCredentials(fetch, { now: () => 0 });
    const all = Promise.all(Array.from({ length: 50 }, () => credentials.headers(new AbortController().signal)));
    answer();
    expect(new Set((await all).map(({ authorization }) => authorization))).toEqual(new Set(["Bearer t1"]));
    expect(fetches()).toBe(1);
  });

  it.each([
    ["a minute before its end", 3_600_000, 3_540_000],
    ["a tenth before its end where it is short", 10_000, 9000],
  ])("is renewed %s", async (_, lifeMs, renewAt) => {
    let now = 0;
    const { fetch, fetches, answer } = endpoint(lifeMs);
    const credentials = tokenCredentials(fetch, { now: () => now });
    const first = credentials.headers(never);
    answer();
    await first;
    now = renewAt - 1;
    await credentials.headers(never);
    expect(fetches()).toBe(1);
    now = renewAt;
    const second = credentials.headers(never);
    answer();
    expect(await second).toEqual({ authorization: "Bearer t2" });
  });

  it("is dropped once, by the first call that was rejected with it", async () => {
    const { fetch, fetches, answer } = endpoint(null);
    const credentials = tokenCredentials(fetch, { now: () => 0 });
    const first = credentials.headers(never);
    answer();
    const refused = await first;
    credentials.renew(refused);
    const second = credentials.headers(never);
    answer();
    await second;
    credentials.renew(refused);
    expect(await credentials.headers(never)).toEqual({ authorization: "Bearer t2" });
    expect(fetches()).toBe(2);
  });

  it("is still fetched for the others when one of them gives up, and no listener stays", async () => {
    const { fetch, fetches, answer } = endpoint(null);
    const credentials = tokenCredentials(fetch, { now: () => 0 });
    const controller = new AbortController();
    const impatient = credentials.headers(controller.signal);
    const patient = credentials.headers(never);
    controller.abort();
    await expect(impatient).rejects.toThrow();
    answer();
    expect(await patient).toEqual({ authorization: "Bearer t1" });
    expect(fetches()).toBe(1);
    expect(getEventListeners(never, "abort")).toEqual([]);
  });

  it("is not fetched for a call that was given up before it began", async () => {
    const { fetch, fetches } = endpoint(null);
    await expect(tokenCredentials(fetch, { now: () => 0 }).headers(AbortSignal.abort())).rejects.toThrow();
    expect(fetches()).toBe(0);
  });

  it("fails all waiting calls if it cannot be fetched, and is fetched again by the next call", async () => {
    const { fetch, answer } = endpoint(null);
    const credentials = tokenCredentials(fetch, { now: () => 0 });
    const waiting = [credentials.headers(never), credentials.headers(never)];
    answer(new GatewayError("VENDOR_UNAVAILABLE", "down"));
    for (const one of waiting) await expect(one).rejects.toThrow("down");
    const next = credentials.headers(never);
    answer();
    expect(await next).toEqual({ authorization: "Bearer t2" });
  });
});

describe("a grant", () => {
  it.each([
    [
      { access_token: "a", expires_in: 60, refresh_token: "r" },
      { accessToken: "a", expiresInMs: 60_000, refreshToken: "r" },
    ],
    [
      { access_token: "a", expires_in: "60" },
      { accessToken: "a", expiresInMs: 60_000, refreshToken: null },
    ],
    [{ access_token: "a" }, { accessToken: "a", expiresInMs: null, refreshToken: null }],
  ])("is read from %j", (body, granted) => {
    expect(parseGrant(body)).toEqual(granted);
  });

  it.each([
    [null],
    [[]],
    [{}],
    [{ access_token: "" }],
    [{ access_token: 5 }],
    [{ access_token: "s3cret", expires_in: -1 }],
  ])("is malformed, and not quoted, if it is %j", (body) => {
    try {
      parseGrant(body);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "VENDOR_MALFORMED" });
      expect(String(error)).not.toContain("s3cret");
    }
  });
});
