import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AdapterDefinition } from "../../src/adapters/adapter.js";
import type { Fault } from "../../src/adapters/fake/fake.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import type { ErrorCode, GatewayError } from "../../src/domain/errors.js";
import {
  ANNA,
  failureOf,
  heldBy,
  idsOf,
  never,
  NOW,
  openBench,
  secretsOf,
  SOURCE,
  waysOf,
  type Bench,
} from "./adapters.js";

const RETRY_AFTER_MS = 30_000;

/** The same failure, and the code that it has at every vendor. */
const FAILURES: readonly (readonly [string, Fault, ErrorCode])[] = [
  ["400", { kind: "status", status: 400 }, "VENDOR_REJECTED"],
  ["401", { kind: "status", status: 401 }, "VENDOR_UNAUTHORIZED"],
  ["403", { kind: "status", status: 403 }, "VENDOR_UNAUTHORIZED"],
  ["429", { kind: "status", status: 429, headers: { "retry-after": "30" } }, "VENDOR_RATE_LIMITED"],
  ["500", { kind: "status", status: 500 }, "VENDOR_UNAVAILABLE"],
  ["502", { kind: "status", status: 502 }, "VENDOR_UNAVAILABLE"],
  ["503", { kind: "status", status: 503 }, "VENDOR_UNAVAILABLE"],
  ["a cut connection", { kind: "cut" }, "VENDOR_UNAVAILABLE"],
  ["half an answer", { kind: "half" }, "VENDOR_UNAVAILABLE"],
  ["no answer", { kind: "hang" }, "DEADLINE_EXCEEDED"],
  ["a page of HTML", { kind: "not-json" }, "VENDOR_MALFORMED"],
  ["JSON of another shape", { kind: "wrong-types" }, "VENDOR_MALFORMED"],
  ["50 MB", { kind: "huge", bytes: 50_000_000 }, "VENDOR_MALFORMED"],
];

/** Everything that a log or a client could be shown of an error. */
function everythingIn(error: GatewayError): string {
  const seen: string[] = [];
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    seen.push(one.message, one.stack ?? "", JSON.stringify(one));
  }
  return [...seen, inspect(error, { depth: 8 })].join("\n");
}

describe.each(ADAPTERS)("under injected faults, the adapter of $vendor", (definition) => {
  const ways = waysOf(definition);
  const anna = heldBy(ways, ANNA);
  let bench: Bench;
  let id: string;

  beforeEach(async () => {
    bench = await openBench(definition);
    id = bench.fake.add(anna);
  });
  afterEach(async () => {
    await bench.close();
  });
  const reopen = async (settings: Parameters<typeof openBench>[1]): Promise<void> => {
    await bench.close();
    bench = await openBench(definition, settings);
    id = bench.fake.add(anna);
  };

  describe.each(ways)("queried by $name", (way) => {
    const ask = (signal = never()): ReturnType<typeof way.ask> => way.ask(bench.adapter, way.keyOf(anna, id), signal);

    it.each(FAILURES)("reports %s with its code and source, without a secret", async (_, fault, code) => {
      const isPatient = fault.kind !== "hang";
      if (!isPatient) await reopen({ settings: { timeoutMs: 50 } });
      // Once without fault: then there is a token that could be told as well.
      if (isPatient) await ask();
      bench.fake.fault = fault;
      const error = await failureOf(ask());
      expect([error.code, error.source]).toEqual([code, SOURCE]);
      const told = everythingIn(error);
      const hidden = [...secretsOf(bench), anna.phoneNumber.slice(1), anna.phoneNumber.slice(2)];
      expect(hidden.filter((secret) => told.includes(secret))).toEqual([]);
      bench.fake.fault = null;
      bench.time.now += RETRY_AFTER_MS;
      if (isPatient) expect(idsOf(await ask())).toEqual([id]);
    });

    it("reports until when it has to wait", async () => {
      bench.fake.fault = { kind: "status", status: 429, headers: { "retry-after": "30" } };
      expect((await failureOf(ask())).retryAfter).toBe(NOW + RETRY_AFTER_MS);
    });

    it("fails on 404, except for one record by its id", async () => {
      bench.fake.fault = { kind: "status", status: 404 };
      if (way.name === "id") {
        expect(await ask()).toEqual({ observations: [], quarantined: [], coerced: [], isComplete: true });
      } else {
        expect((await failureOf(ask())).code).toBe("VENDOR_REJECTED");
      }
    });

    it("gives up when its caller does, whatever the reason", async () => {
      await ask();
      const controller = new AbortController();
      const asked = new Promise<void>((resolve) => {
        bench.fake.fault = {
          kind: "hang",
          match() {
            resolve();
            return true;
          },
        };
      });
      const failure = failureOf(ask(controller.signal));
      await asked;
      controller.abort(new Error("The client left."));
      expect((await failure).code).toBe("DEADLINE_EXCEEDED");
    });

    it("sends nothing for a caller that has aborted already", async () => {
      expect((await failureOf(ask(AbortSignal.abort()))).code).toBe("DEADLINE_EXCEEDED");
      expect([bench.fake.log, bench.fake.tokenLog]).toEqual([[], []]);
    });

    it("fails the calls in progress when it is closed, and later ones", async () => {
      const asked = new Promise<void>((resolve) => {
        bench.fake.fault = {
          kind: "hang",
          match() {
            resolve();
            return true;
          },
        };
      });
      const failure = failureOf(ask());
      await asked;
      await bench.adapter.close();
      await bench.adapter.close();
      expect((await failure).code).toBe("VENDOR_UNAVAILABLE");
      expect((await failureOf(ask())).code).toBe("VENDOR_UNAVAILABLE");
    });

    it("retries temporary failures as often as the settings allow", async () => {
      await reopen({ settings: { retries: 1 } });
      let failures = 1;
      bench.fake.fault = { kind: "status", status: 503, match: () => (failures -= 1) >= 0 };
      expect(idsOf(await ask())).toEqual([id]);
    });

    it("keeps its connections", async () => {
      for (let call = 0; call < 50; call += 1) await ask();
      const [api, tokens] = [8, bench.fake.tokenLog.length];
      expect(bench.served.connectionCount()).toBeLessThanOrEqual(api + tokens);
    });
  });

  it("reports an error in `verify`", async () => {
    for (const [, fault, code] of FAILURES.filter(([, { kind }]) => kind !== "hang")) {
      bench.fake.fault = fault;
      expect((await failureOf(bench.adapter.verify({ signal: never() }))).code).toBe(code);
      bench.time.now += RETRY_AFTER_MS;
    }
  });
});

const lifeOf = (definition: AdapterDefinition): number | null =>
  definition.createFake(() => NOW, { count: 0 }).tokenLifeMs;

describe.each(ADAPTERS.filter((definition) => lifeOf(definition) !== null))(
  "with tokens that expire, the adapter of $vendor",
  (definition) => {
    const way = waysOf(definition).at(-1);
    let bench: Bench;

    beforeEach(async () => {
      bench = await openBench(definition);
    });
    afterEach(async () => {
      await bench.close();
    });
    const ask = async (): Promise<unknown> => way?.ask(bench.adapter, way.keyOf(ANNA, "none"), never());
    /** The number of requests that one call takes. */
    const requestsACall = async (): Promise<number> => {
      const other = await openBench(definition);
      await way?.ask(other.adapter, way.keyOf(ANNA, "none"), never());
      await other.close();
      return other.fake.log.length;
    };
    const askMany = async (): Promise<void> => {
      await Promise.all(Array.from({ length: 50 }, ask));
    };

    it("fetches one for 50 calls at once", async () => {
      await askMany();
      expect([bench.fake.tokenLog.length, bench.fake.log.length]).toEqual([1, 50 * (await requestsACall())]);
    });

    it("renews a token before the vendor rejects it", async () => {
      await askMany();
      bench.time.now += (lifeOf(definition) ?? 0) - 1;
      await askMany();
      // A call that was refused would have been made again.
      expect([bench.fake.tokenLog.length, bench.fake.log.length]).toEqual([2, 100 * (await requestsACall())]);
    });

    it("fetches one new token for all calls that were rejected with the old one", async () => {
      await askMany();
      bench.fake.revokeTokens();
      await askMany();
      expect(bench.fake.tokenLog).toHaveLength(2);
    });

    it("fails if a new token is rejected as well", async () => {
      bench.fake.fault = { kind: "status", status: 401 };
      const { code } = await failureOf(ask());
      expect([code, bench.fake.tokenLog.length, bench.fake.log.length]).toEqual(["VENDOR_UNAUTHORIZED", 2, 2]);
    });
  },
);
