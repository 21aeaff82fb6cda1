import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { DrawnTokens, Rate, RateLedger } from "../../domain/rate.js";
import { fullBucket, type RateBucket } from "./rate-bucket.js";
import { createSharedRates, type SharedRates } from "./shared-rates.js";

const RATE: Rate = { requests: 10, perMs: 60_000 };

interface Ledger extends RateLedger {
  readonly reported: (readonly [tokens: number, key: string])[];
  /** Runs before each response. */
  before: () => void;
  trimmed: number;
}

/** A ledger whose bucket nothing refills. */
function aLedger(): Ledger {
  const left = new Map<string, number>();
  return {
    reported: [],
    before: () => undefined,
    trimmed: 0,
    async drawTokens({ requests }: Rate, drawn: readonly DrawnTokens[]) {
      await Promise.resolve();
      this.before();
      return drawn.map(({ key, tokens }) => {
        this.reported.push([tokens, key]);
        left.set(key, (left.get(key) ?? requests) - tokens);
        return left.get(key) ?? 0;
      });
    },
    trimRates() {
      this.trimmed += 1;
      return Promise.resolve();
    },
  };
}

/** A gateway whose sleeps end when `tick` is called. */
function aGateway(
  ledger: RateLedger,
  time = { now: 0 },
): {
  readonly rates: SharedRates;
  tick(): Promise<void>;
  readonly bucket: RateBucket;
  readonly warnings: readonly string[];
} {
  let wake: (() => void)[] = [];
  const timer = {
    now: () => 0,
    sleep: (_: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        wake.push(resolve);
        signal?.addEventListener("abort", () => resolve());
      }),
  };
  const warnings: string[] = [];
  const logger = pino({}, { write: (line: string) => void warnings.push(line) });
  return {
    rates: createSharedRates({ ledger, clock: () => time.now, timer, logger }),
    warnings,
    bucket: fullBucket(RATE, 0),
    async tick() {
      for (const resolve of wake.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function draw({ rates, bucket }: ReturnType<typeof aGateway>, times: number): void {
  for (let count = 0; count < times; count += 1) {
    bucket.tokens -= 1;
    rates.note("operations", "of ana", RATE, bucket);
  }
}

describe("shared rates", () => {
  it("report in one step what was drawn, and read what others drew; no name reaches the store", async () => {
    const ledger = aLedger();
    const [here, there] = [aGateway(ledger), aGateway(ledger)];
    draw(here, 4);
    draw(there, 3);
    await here.tick();
    await there.tick();
    expect(ledger.reported.map(([tokens]) => tokens)).toEqual([4, 3]);
    expect(new Set(ledger.reported.map(([, key]) => key)).size).toBe(1);
    expect(JSON.stringify(ledger.reported)).not.toContain("ana");
    expect([here.bucket.tokens, there.bucket.tokens]).toEqual([6, 3]);
    draw(here, 1);
    await here.tick();
    expect(here.bucket.tokens).toBe(2);
  });

  it("keep what is drawn while the store responds for the next time", async () => {
    const ledger = aLedger();
    const here = aGateway(ledger);
    ledger.before = () => {
      ledger.before = () => undefined;
      draw(here, 2);
    };
    draw(here, 3);
    await here.tick();
    expect(here.bucket.tokens).toBe(5);
    await here.tick();
    expect(ledger.reported.map(([tokens]) => tokens)).toEqual([3, 2]);
    expect(here.bucket.tokens).toBe(5);
  });

  it("lose nothing while the store is away, and count in the gateway meanwhile", async () => {
    const ledger = aLedger();
    const here = aGateway(ledger);
    ledger.before = () => {
      throw new Error("away");
    };
    draw(here, 3);
    await here.tick();
    expect(here.bucket.tokens).toBe(7);
    ledger.before = () => undefined;
    draw(here, 1);
    await here.tick();
    expect(ledger.reported.map(([tokens]) => tokens)).toEqual([4]);
  });

  it("lose nothing of another limit either, and are logged once in an outage", async () => {
    const ledger = aLedger();
    const here = aGateway(ledger);
    ledger.before = () => {
      throw new Error("away");
    };
    draw(here, 1);
    const guesses: Rate = { requests: 3, perMs: 60_000 };
    const failed = { ...fullBucket(guesses, 0), tokens: 2 };
    here.rates.note("failedLogins", "192.0.2.1", guesses, failed);
    await here.tick();
    await here.tick();
    ledger.before = () => undefined;
    await here.tick();
    expect(ledger.reported.map(([tokens]) => tokens)).toEqual([1, 1]);
    expect(here.warnings).toHaveLength(1);
  });

  it("do not report what has refilled in a long outage: nobody is locked out by it afterwards", async () => {
    const ledger = aLedger();
    const time = { now: 0 };
    const here = aGateway(ledger, time);
    ledger.before = () => {
      throw new Error("away");
    };
    for (let minute = 0; minute < 10; minute += 1) {
      draw(here, 8);
      await here.tick();
      time.now += 60_000;
      await here.tick();
    }
    ledger.before = () => undefined;
    draw(here, 8);
    await here.tick();
    expect(ledger.reported.map(([tokens]) => tokens)).toEqual([8]);
    expect(here.bucket.tokens).toBe(2);
  });

  it("keep apart what is limited apart, and delete what is long unused", async () => {
    const ledger = aLedger();
    const here = aGateway(ledger);
    here.rates.note("operations", "at 192.0.2.1", RATE, here.bucket);
    here.rates.note("failedLogins", "at 192.0.2.1", { requests: 3, perMs: 1000 }, fullBucket(RATE, 0));
    await here.tick();
    expect(new Set(ledger.reported.map(([, key]) => key)).size).toBe(2);
    expect(ledger.trimmed).toBe(1);
  });

  it("report what is left when they end", async () => {
    const ledger = aLedger();
    const here = aGateway(ledger);
    draw(here, 2);
    await here.rates.close();
    expect(ledger.reported.map(([tokens]) => tokens)).toEqual([2]);
  });
});
