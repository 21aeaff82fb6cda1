import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { detectObserved } from "../../domain/change/change.js";
import type { Observation, RememberedCallback } from "../../domain/change/observation.js";
import type { JsonObject } from "../../lib/json.js";
import type { VendorPage } from "../adapter.js";
import { NOTHING } from "../wire/vendor-page.js";
import { call, COMMAND, openGenesysCloudBench, type GenesysCloudBench } from "../../../test/support/genesys-cloud.js";

const DAY = 86_400_000;

let bench: GenesysCloudBench;
beforeEach(async () => {
  bench = await openGenesysCloudBench();
});
afterEach(() => bench.close());

const queries = (): JsonObject[] =>
  bench.fake.log
    .filter(({ path }) => path.endsWith("/details/query"))
    .map(({ body }) => JSON.parse(body) as JsonObject);

describe("what is remembered", () => {
  const remember = (previous: RememberedCallback | null, page: VendorPage): RememberedCallback => {
    const [observation] = page.observations;
    if (observation === undefined) throw new Error("The callback was not found.");
    const detection = detectObserved(previous, observation);
    if (detection === null) throw new Error("The observation changed nothing.");
    return detection.remembered;
  };

  it("keeps the reason, which only the live API has", async () => {
    const plan = await bench.adapter.schedule(COMMAND, call);
    const written = await plan.send(call);
    const first = remember(null, written.page ?? NOTHING);
    await bench.reopen();
    bench.time.now += 60_000;
    const [page] = await bench.list();
    const [listed] = page?.observations ?? [];
    expect(listed?.callback.reason).toBeNull();
    const second = remember(first, page ?? NOTHING);
    expect(second.callback).toMatchObject({ reason: "Invoice", attemptCount: 0, origin: { category: "API" } });
  });

  it("keeps the number of attempts, which the live API lacks", async () => {
    const id = bench.add({ vendorStatus: "dialing, scheduled" });
    const first = remember(null, await bench.adapter.get(id, call));
    expect(first.callback.attemptCount).toBe(1);
    bench.fake.fault = { kind: "status", status: 404, match: ({ path }) => path.includes("/analytics/") };
    bench.time.now += 1000;
    const live = await bench.adapter.get(id, call);
    expect(live.observations[0]?.callback.attemptCount).toBeNull();
    expect(remember(first, live).callback).toMatchObject({ attemptCount: 1, origin: { category: "API" } });
  });

  it("stays CANCELED after a confirmed cancel, though the record ends with an unanswered dial", async () => {
    const id = bench.add({ vendorStatus: "dialing, scheduled" });
    const before = remember(null, await bench.adapter.get(id, call));
    const existing: Pick<Observation, "callback" | "vendorRecord"> = before;
    const plan = await bench.adapter.cancel(existing, call);
    const written = await plan.send(call);
    const canceled = remember(before, written.page ?? NOTHING);
    expect(canceled.callback).toMatchObject({ status: "CANCELED", statusBasis: "REPORTED" });
    bench.time.now += 1000;
    const [behind] = await bench.list();
    expect(behind?.observations[0]?.callback.status).toBe("RETRYING");
    const still = remember(canceled, behind ?? NOTHING);
    expect(still).toMatchObject({ publishedStatus: "CANCELED", callback: { status: "CANCELED", nextAttemptAt: null } });
    bench.time.now += DAY;
    const [ended] = await bench.list();
    expect(ended?.observations[0]?.callback).toMatchObject({ status: "FAILED", outcome: { category: "NO_ANSWER" } });
    expect(remember(still, ended ?? NOTHING)).toMatchObject({
      publishedStatus: "CANCELED",
      callback: { status: "CANCELED", outcome: null, attemptCount: 1 },
    });
  });
});

describe("requests", () => {
  it("authenticate with the client's credentials, once", async () => {
    bench.add();
    await bench.list();
    const [token] = bench.fake.tokenLog;
    expect(bench.fake.tokenLog).toHaveLength(1);
    expect([token?.path, token?.body]).toEqual(["/oauth/token", "grant_type=client_credentials"]);
    expect(token?.headers["authorization"]).toMatch(/^Basic /u);
  });

  it("follow Retry-After, and repeat a query, though it is a POST", async () => {
    await bench.reopen({ retries: 1 });
    let failures = 1;
    bench.fake.fault = { kind: "status", status: 503, match: () => (failures -= 1) >= 0 };
    await bench.list();
    expect(queries()).toHaveLength(2);
  });

  it("have the vendor's correlation id when they fail", async () => {
    bench.fake.fault = { kind: "status", status: 500, headers: { "inin-correlation-id": "c-9" } };
    await expect(bench.list()).rejects.toMatchObject({ code: "VENDOR_UNAVAILABLE", trackingId: "c-9" });
  });
});
