import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { Adapter, DirectoryPart } from "../../adapters/adapter.js";
import { GatewayError, type ErrorCode } from "../../domain/errors.js";
import type { VendorName } from "../../domain/names.js";
import { syncDirectory } from "./directory.js";

const HOUR = 3_600_000;
const BILLING: VendorName = { kind: "QUEUE", vendorId: "q1", name: "Billing" };

/** Reads a directory with these responses, one after the other; returns the pauses in between, and what was logged. */
async function read(responses: readonly (readonly VendorName[] | ErrorCode)[], directoryMs = HOUR) {
  const rest = [...responses];
  const sleeps: number[] = [];
  const noted: string[] = [];
  const warnings: string[] = [];
  const ending = new AbortController();
  const part: DirectoryPart = {
    name: "queues",
    permission: "the permission routing:queue:view",
    async *read({ priority }) {
      const response = rest.shift() ?? [];
      if (typeof response === "string") throw new GatewayError(response, `${response}, ${priority ?? ""}`);
      yield await Promise.resolve(response);
    },
  };
  const source = {
    description: { name: "north", vendor: "ACME", capabilities: [], coverage: "COMPLETE" },
    adapter: { directory: [part] } as Partial<Adapter> as Adapter,
    concurrency: 1,
  } as const;
  const options = {
    directoryMs,
    logger: pino({}, { write: (line: string) => void warnings.push(line) }),
    names: {
      noteDirectory(name: string, names: readonly VendorName[]) {
        noted.push(...names.map((one) => `${name} ${one.name}`));
        return Promise.resolve();
      },
    },
    timer: {
      now: () => 0,
      sleep(ms: number) {
        sleeps.push(ms);
        if (rest.length === 0) ending.abort();
        return Promise.resolve();
      },
    },
  };
  await syncDirectory(source, options, ending.signal);
  return { sleeps, noted, warnings };
}

describe("the directory of a vendor", () => {
  it("is read at once, and again at the interval", async () => {
    const { sleeps, noted, warnings } = await read([[BILLING], [{ ...BILLING, name: "Invoices" }]]);
    expect(noted).toEqual(["north Billing", "north Invoices"]);
    expect(sleeps).toEqual([HOUR, HOUR]);
    expect(warnings).toEqual([]);
  });

  it("is read again sooner after a failure, less and less often, and at the interval at the latest", async () => {
    const failures = Array.from({ length: 8 }, (): ErrorCode => "VENDOR_UNAVAILABLE");
    const { sleeps, noted, warnings } = await read([...failures, [BILLING]]);
    expect(sleeps).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((minutes) => minutes * 60_000));
    expect(noted).toEqual(["north Billing"]);
    expect(warnings).toHaveLength(8);
  });

  it("that the credentials may not read is logged once, with the permission, and tried at the interval", async () => {
    const { sleeps, warnings } = await read(["VENDOR_UNAUTHORIZED", "VENDOR_UNAUTHORIZED", "VENDOR_UNAUTHORIZED"]);
    expect(sleeps).toEqual([HOUR, HOUR, HOUR]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("directory of queues; it needs the permission routing:queue:view");
  });

  it("is not read with an interval of 0", async () => {
    expect(await read([[BILLING]], 0)).toEqual({ sleeps: [], noted: [], warnings: [] });
  });
});
