import type { Adapter } from "../../src/adapters/adapter.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { createNiceCxoneFake, type NiceCxoneFakeOptions } from "../../src/adapters/nice-cxone/fake.js";
import { niceCxone } from "../../src/adapters/nice-cxone/index.js";
import { niceCxoneSettings } from "../../src/adapters/nice-cxone/settings.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";
import type { MappedRecord } from "../../src/domain/change/observation.js";
import type { ScheduleCommand } from "../../src/domain/command.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { CommandRejected, type UserError } from "../../src/domain/user-error.js";
import type { JsonObject } from "../../src/lib/json.js";

export const NOW = Date.UTC(2026, 5, 1, 12);
export const HOUR = 3_600_000;
export const START = NOW + 2 * HOUR;
export const NUMBER = "+14155550100";
export const options = { signal: new AbortController().signal };

/** An adapter of NICE CXone over its fake. */
export interface NiceCxoneBench {
  readonly adapter: Required<Adapter>;
  readonly fake: FakeVendor;
  readonly served: ServedFake;
  readonly time: { now: number };
  /** Adds a callback with these fields of the vendor's record. */
  readonly add: (fields?: JsonObject, start?: number) => string;
  /** A callback as the list contains it. */
  readonly observed: (id: string) => Promise<MappedRecord>;
  schedule(fields?: Partial<ScheduleCommand>): ReturnType<Awaited<ReturnType<Required<Adapter>["schedule"]>>["send"]>;
  /** The writes that the fake was sent: method, path below the version, and body. */
  sent(): [string, string, unknown][];
  close(): Promise<void>;
}

export interface NiceCxoneBenchOptions extends NiceCxoneFakeOptions {
  readonly settings?: JsonObject;
  /** Changes the fake's response. */
  readonly change?: (response: Response, request: Request) => Response | Promise<Response>;
}

export async function openNiceCxone({
  settings = {},
  change,
  ...own
}: NiceCxoneBenchOptions = {}): Promise<NiceCxoneBench> {
  const time = { now: NOW };
  const clock = (): number => time.now;
  const fake = createNiceCxoneFake(clock, { count: 0, ...own });
  const served = await serveFake({
    async handle(request) {
      const copy = request.clone();
      const response = await fake.handle(request);
      return change === undefined ? response : change(response, copy);
    },
  });
  const parsed = niceCxoneSettings.parse({ ...fake.settings(served.baseUrl), retries: 0, quota: null, ...settings });
  const context = { source: "cxone", vendor: "NICE_CXONE", clock, stampRequest: countRequests(clock) };
  const adapter = niceCxone.create(parsed, context) as Required<Adapter>;
  return {
    adapter,
    fake,
    served,
    time,
    add(fields = {}, start = START) {
      const id = fake.add({ phoneNumber: NUMBER, start });
      fake.records.set(id, { ...fake.records.get(id), ...fields });
      return id;
    },
    async observed(id) {
      for await (const { observations } of adapter.list(options)) {
        const found = observations.find(({ callback }) => callback.vendorId === id);
        if (found !== undefined) return found;
      }
      throw new Error("The callback is not listed.");
    },
    schedule: async (fields = {}) => (await adapter.schedule(aNiceCxoneCommand(fields), options)).send(options),
    sent: () =>
      fake.log
        .filter(({ method }) => method !== "GET")
        .map(({ method, path, body }) => [method, path.replace(/^.*\/v33\.0\//u, ""), JSON.parse(body || "null")]),
    async close() {
      await Promise.all([adapter.close(), served.close()]);
    },
  };
}

export function aNiceCxoneCommand(fields: Partial<ScheduleCommand> = {}): ScheduleCommand {
  return {
    phoneNumber: NUMBER,
    customerName: null,
    window: instantWindow(START, null, null),
    reason: null,
    queueId: "4711",
    campaignId: null,
    agentId: null,
    originInteractionId: null,
    ...fields,
  };
}

/** The reasons why a command was rejected. Throws where it was not. */
export async function errorsOf(rejected: Promise<unknown>): Promise<readonly UserError[]> {
  const error: unknown = await rejected.catch((thrown: unknown) => thrown);
  if (!(error instanceof CommandRejected)) throw new Error("it was not rejected", { cause: error });
  return error.errors;
}
