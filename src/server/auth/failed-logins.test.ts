import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { GatewayError } from "../../domain/errors.js";
import { NOT_SHARED } from "../limits/shared-rates.js";
import { createFailedLogins, type FailedLogins } from "./failed-logins.js";

const KEY = "the right one";
const RATE = { requests: 3, perMs: 60_000 };

interface Bench {
  readonly logins: FailedLogins;
  readonly time: { now: number };
  readonly lines: string[];
  /** The error code of a client at this address with this key, or whether its accepted login counted as a guess. */
  readonly login: (key: string | undefined, address?: string) => Promise<string>;
}

function bench(): Bench {
  const time = { now: 1_000_000 };
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString("utf8"));
      done();
    },
  });
  const logins = createFailedLogins(RATE, {
    clock: () => time.now,
    logger: pino({}, sink),
    sharedRates: NOT_SHARED,
  });
  const login = (key: string | undefined, address = "192.0.2.1"): Promise<string> =>
    logins
      .attempt({ "x-api-key": key }, address, async (isGuessing) => {
        if (isGuessing || key !== KEY) throw new GatewayError("UNAUTHENTICATED", "nobody is known by it");
        return "let in";
      })
      .catch((error: GatewayError) => error.code);
  return { logins, time, lines, login };
}

const fail = async ({ login }: Bench, address?: string): Promise<void> => {
  for (let count = 0; count < RATE.requests; count += 1) expect(await login("wrong", address)).toBe("UNAUTHENTICATED");
};

describe("logins that fail", () => {
  it("may be so many from an address; then not even the right key is looked up, until the time has passed", async () => {
    const made = bench();
    await fail(made);
    expect([await made.login("wrong"), await made.login(KEY)]).toEqual(["RATE_LIMITED", "RATE_LIMITED"]);
    made.time.now += 19_999;
    expect(await made.login(KEY)).toBe("RATE_LIMITED");
    made.time.now += 1;
    expect(await made.login(KEY)).toBe("let in");
  });

  it("say when to come back, and which limit it is; the log says where from, and holds no key", async () => {
    const made = bench();
    await fail(made);
    const check = (): Promise<never> => Promise.reject(new GatewayError("UNAUTHENTICATED", ""));
    await expect(made.logins.attempt({ authorization: "Bearer wrong" }, "192.0.2.1", check)).rejects.toMatchObject({
      retryAfter: made.time.now + 20_000,
      limit: { name: "failedLogins", allowed: RATE.requests },
    });
    expect(made.lines.join("")).toContain('"address":"192.0.2.1"');
    expect(made.lines.join("")).not.toContain("wrong");
    expect(made.lines).toHaveLength(1);
  });

  it.each([
    ["192.0.2.1", "192.0.2.2", false],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1", true],
    ["2001:db8::1", "2001:db8::2:0:0:1", true],
    ["2001:db8::1", "2001:db8:0:1::1", false],
    ["::1", "fe80::1", false],
  ])("from %s count for %s: %s", async (one, other, isSame) => {
    const made = bench();
    await fail(made, one);
    expect(await made.login(KEY, other)).toBe(isSame ? "RATE_LIMITED" : "let in");
  });

  it("do not lock out clients of the same address that were authenticated before", async () => {
    const made = bench();
    expect(await made.login(KEY)).toBe("let in");
    await fail(made);
    expect([await made.login("wrong"), await made.login(KEY)]).toEqual(["RATE_LIMITED", "let in"]);
    await fail(made, "192.0.2.2");
    expect(await made.login(KEY, "192.0.2.2")).toBe("RATE_LIMITED");
  });

  it("are none of who sends nothing, nor of who cannot be checked at the moment", async () => {
    const { login, logins } = bench();
    const check = (): Promise<never> => Promise.reject(new GatewayError("AUTHENTICATION_UNAVAILABLE", ""));
    for (let count = 0; count < 10; count += 1) {
      expect(await login(undefined)).toBe("UNAUTHENTICATED");
      await expect(logins.attempt({ authorization: "Bearer a" }, "192.0.2.1", check)).rejects.toThrow(GatewayError);
    }
    expect(await login(KEY)).toBe("let in");
  });

  it("are forgotten with the rate that they were counted by", async () => {
    const made = bench();
    await fail(made);
    made.logins.reload({ requests: 1, perMs: 60_000 });
    expect([await made.login("wrong"), await made.login("wrong")]).toEqual(["UNAUTHENTICATED", "RATE_LIMITED"]);
  });
});
